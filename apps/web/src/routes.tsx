import { lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { createBrowserRouter, Outlet, useRouteError } from 'react-router';
import { SignIn } from './session/sign-in.js';
import { Shell } from './shell/shell.js';
import { Notice } from './ui/notice.js';
import { Missing } from './ui/page.js';

const MyWork = lazy(async () => ({ default: (await import('./work/my-work.js')).MyWork }));
const Suppliers = lazy(async () => ({ default: (await import('./suppliers/suppliers.js')).Suppliers }));
const Supplier = lazy(async () => ({ default: (await import('./suppliers/supplier.js')).Supplier }));
const Cases = lazy(async () => ({ default: (await import('./cases/cases.js')).Cases }));
const Case = lazy(async () => ({ default: (await import('./cases/case.js')).Case }));
const Evaluations = lazy(async () => ({ default: (await import('./evaluations/evaluations.js')).Evaluations }));
const Evaluation = lazy(async () => ({ default: (await import('./evaluations/evaluation.js')).Evaluation }));
const Imports = lazy(async () => ({ default: (await import('./imports/imports.js')).Imports }));
const Import = lazy(async () => ({ default: (await import('./imports/import.js')).Import }));
const Mailbox = lazy(async () => ({ default: (await import('./mailbox/mailbox.js')).Mailbox }));
const Mail = lazy(async () => ({ default: (await import('./mailbox/mail.js')).Mail }));

/** Every screen has an address; each is loaded when it is first opened. */
export const router = createBrowserRouter([
  {
    element: <Outlet />,
    errorElement: <Broken />,
    children: [
      { path: '/sign-in', element: <SignIn /> },
      {
        element: <Shell />,
        children: [
          { path: '/', element: <MyWork /> },
          { path: '/suppliers', element: <Suppliers /> },
          { path: '/suppliers/:id', element: <Supplier /> },
          { path: '/cases', element: <Cases /> },
          { path: '/cases/:id', element: <Case /> },
          { path: '/evaluations', element: <Evaluations /> },
          { path: '/evaluations/:id', element: <Evaluation /> },
          { path: '/imports', element: <Imports /> },
          { path: '/imports/:id', element: <Import /> },
          { path: '/mailbox', element: <Mailbox /> },
          { path: '/mailbox/:id', element: <Mail /> },
          { path: '*', element: <NoSuchPage /> },
        ],
      },
    ],
  },
]);

function NoSuchPage() {
  const { t } = useTranslation();
  return <Missing title={t('missing.title')} why={t('missing.why')} />;
}

/** A screen that broke while it was drawn, or whose part was replaced by a newer version. */
function Broken() {
  const { t } = useTranslation();
  const error = useRouteError();
  return (
    <main className="page">
      <Notice tone="bad" icon="alert" role="alert">
        <h1>{t('broken.title')}</h1>
        <p>{t('broken.why')}</p>
        <p className="mono">{error instanceof Error ? error.message : String(error)}</p>
        <p>
          <a href={window.location.pathname}>{t('broken.reload')}</a>
        </p>
      </Notice>
    </main>
  );
}
