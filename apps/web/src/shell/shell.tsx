import { ActionIcon, Burger, Menu } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, Outlet, useLocation } from 'react-router';
import { answer, api } from '../api/client.js';
import { asProblem } from '../api/problem.js';
import { useMe, type Me } from '../session/me.js';
import { Waiting } from '../ui/data-table.js';
import { Icon, Mark } from '../ui/icon.js';
import { ProblemNotice } from '../ui/notice.js';
import { LanguageMenu } from './language-menu.js';
import { TallNavigation, WideNavigation } from './navigation.js';
import { SchemeButton } from './scheme-button.js';

// Only narrow screens need it.
const MenuDrawer = lazy(async () => ({ default: (await import('./menu-drawer.js')).MenuDrawer }));

/** The frame of every screen behind the sign-in. */
export function Shell() {
  const { t } = useTranslation();
  const me = useMe();
  const { pathname, search } = useLocation();
  if (me.isPending) return <Waiting />;
  if (me.isError) {
    if (asProblem(me.error).status === 401) return <Navigate to="/sign-in" replace state={{ from: pathname + search }} />;
    return (
      <main className="page">
        <ProblemNotice error={me.error} onRetry={() => void me.refetch()} />
      </main>
    );
  }
  return (
    <>
      <a className="skip-link" href="#main">
        {t('shell.skip')}
      </a>
      <Masthead me={me.data} />
      <Main path={pathname} />
    </>
  );
}

/** Focus follows the screen, so that the keyboard and screen readers start at its top. */
function Main({ path }: { path: string }) {
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    window.scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [path]);
  return (
    <main id="main" ref={main} tabIndex={-1}>
      <Suspense fallback={<Waiting />}>
        <Outlet />
      </Suspense>
    </main>
  );
}

function Masthead({ me }: { me: Me }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { pathname } = useLocation();
  useEffect(() => setOpen(false), [pathname]);
  return (
    <header className="masthead">
      <div className="masthead-row">
        <Burger className="masthead-burger" size="sm" opened={open} onClick={() => setOpen(true)} aria-label={t('shell.menu')} aria-expanded={open} />
        <Link className="brand" to="/" aria-label={t('shell.home')}>
          <Mark />
          Steward
        </Link>
        <nav className="nav-wide" aria-label={t('shell.navigation')}>
          <WideNavigation />
        </nav>
        <div className="masthead-end">
          <LanguageMenu />
          <SchemeButton />
          <UserMenu me={me} />
        </div>
      </div>
      {open && (
        <Suspense>
          <MenuDrawer onClose={() => setOpen(false)}>
            <nav className="nav-tall" aria-label={t('shell.navigation')}>
              <TallNavigation />
            </nav>
          </MenuDrawer>
        </Suspense>
      )}
    </header>
  );
}

function UserMenu({ me }: { me: Me }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const signOut = useMutation({
    mutationFn: () => answer(api.DELETE('/api/v1/sessions/current')),
    // A fresh document forgets everything that the last reader saw.
    onSuccess: () => {
      queries.clear();
      window.location.assign('/sign-in');
    },
  });
  return (
    <Menu position="bottom-end" width={250} withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('shell.user', { name: me.name })} title={me.name}>
          <Icon name="user" size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <strong>{me.name}</strong>
          {me.email && <div className="mono">{me.email}</div>}
          <div>{me.roles.map((role) => t(`role.${role}`)).join(', ')}</div>
        </Menu.Label>
        <Menu.Divider />
        <Menu.Item onClick={() => signOut.mutate()} closeMenuOnClick={false} disabled={signOut.isPending}>
          {signOut.isError ? t('shell.signOutFailed') : t('shell.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
