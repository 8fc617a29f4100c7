import { Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { NavLink, useLocation } from 'react-router';
import { useMe, type Me } from '../session/me.js';

type Permission = Me['permissions'][number];

/** Where one works every day: always in sight. */
const daily = [
  { to: '/', label: 'nav.work', needs: null },
  { to: '/suppliers', label: 'nav.suppliers', needs: null },
  { to: '/cases', label: 'nav.cases', needs: null },
  { to: '/evaluations', label: 'nav.evaluations', needs: null },
  { to: '/alerts', label: 'nav.alerts', needs: 'alerts:read' },
] as const;

/** What is needed less often, in groups behind one button. */
const further = [
  {
    group: 'nav.facts',
    places: [
      { to: '/imports', label: 'nav.imports', needs: 'imports:read' },
      { to: '/connectors', label: 'nav.connectors', needs: 'connectors:read' },
      { to: '/submissions', label: 'nav.submissions', needs: 'submissions:read' },
    ],
  },
  {
    group: 'nav.suppliers',
    places: [
      { to: '/foresight', label: 'nav.foresight', needs: 'suppliers:read' },
      { to: '/duplicates', label: 'nav.duplicates', needs: 'duplicates:read' },
    ],
  },
  {
    group: 'nav.rules',
    places: [{ to: '/policies', label: 'nav.policies', needs: 'policies:read' }],
  },
  {
    group: 'nav.system',
    places: [{ to: '/mailbox', label: 'nav.mailbox', needs: 'mailbox:read' }],
  },
] as const;

/** The places of every day that the signed-in person may see. */
function useDaily() {
  const permissions = useMe().data?.permissions ?? [];
  return daily.filter(({ needs }) => needs === null || permissions.includes(needs));
}

/** The groups with what the signed-in person may see. */
function useFurther() {
  const permissions = useMe().data?.permissions ?? [];
  const may = ({ needs }: { needs: Permission }) => permissions.includes(needs);
  return further.map(({ group, places }) => ({ group, places: places.filter(may) })).filter(({ places }) => places.length > 0);
}

/** The navigation in the header: daily work, and the rest in a menu. */
export function WideNavigation() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const groups = useFurther();
  const here = groups.flatMap(({ places }) => places).find(({ to }) => pathname === to || pathname.startsWith(`${to}/`));
  return (
    <ul className="nav-list">
      {useDaily().map(({ to, label }) => (
        <li key={to}>
          <NavLink className="nav-link" to={to} end={to === '/'}>
            {t(label)}
          </NavLink>
        </li>
      ))}
      {groups.length > 0 && (
        <li>
          <Menu position="bottom-start" width={220} withinPortal={false} withInitialFocusPlaceholder={false}>
            <Menu.Target>
              <button type="button" className={here ? 'nav-link nav-more nav-here' : 'nav-link nav-more'}>
                {here ? t('nav.moreHere', { place: t(here.label) }) : t('nav.more')}
                <span className="nav-caret" aria-hidden="true" />
              </button>
            </Menu.Target>
            <Menu.Dropdown>
              {groups.map(({ group, places }) => (
                <div key={group} role="group" aria-label={t(group)}>
                  <Menu.Label>{t(group)}</Menu.Label>
                  {places.map(({ to, label }) => (
                    <Menu.Item key={to} component={NavLink} to={to}>
                      {t(label)}
                    </Menu.Item>
                  ))}
                </div>
              ))}
            </Menu.Dropdown>
          </Menu>
        </li>
      )}
    </ul>
  );
}

/** The same navigation for the drawer: everything in sight, under the names of its groups. */
export function TallNavigation() {
  const { t } = useTranslation();
  const groups = [{ group: null, places: useDaily() }, ...useFurther()];
  return (
    <>
      {groups.map(({ group, places }) => (
        <div key={group ?? 'daily'}>
          {group !== null && <p className="nav-group">{t(group)}</p>}
          <ul className="nav-list">
            {places.map(({ to, label }) => (
              <li key={to}>
                <NavLink className="nav-link" to={to} end={to === '/'}>
                  {t(label)}
                </NavLink>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </>
  );
}
