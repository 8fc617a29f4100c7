import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Icon } from './icon.js';

/** Frame of a screen: title (also the tab's), a sentence, the way back, and what can be done here. */
export function Page(props: {
  title: string;
  lead?: ReactNode;
  back?: { to: string; label: string };
  actions?: ReactNode;
  narrow?: boolean;
  children: ReactNode;
}) {
  useEffect(() => {
    document.title = `${props.title} · Steward`;
  }, [props.title]);
  return (
    <div className={props.narrow ? 'page page-narrow' : 'page'}>
      {props.back && (
        <Link className="crumb" to={props.back.to}>
          <Icon name="back" size={14} />
          {props.back.label}
        </Link>
      )}
      <div className="page-head">
        <div className="page-head-text">
          <h1>{props.title}</h1>
          {props.lead && <p>{props.lead}</p>}
        </div>
        {props.actions && <div className="page-actions">{props.actions}</div>}
      </div>
      {props.children}
    </div>
  );
}

/** A titled part of a screen. */
export function Panel(props: { title: string; note?: ReactNode; actions?: ReactNode; flush?: boolean; children: ReactNode }) {
  return (
    <section className="panel" aria-label={props.title}>
      <div className="panel-head">
        <div>
          <h2>{props.title}</h2>
          {props.note && <p>{props.note}</p>}
        </div>
        {props.actions}
      </div>
      {props.flush ? props.children : <div className="panel-body">{props.children}</div>}
    </section>
  );
}

/** Why there is nothing here, and one thing to do about it. */
export function Empty(props: { title: string; why: ReactNode; action?: ReactNode; small?: boolean }) {
  return (
    <div className={props.small ? 'empty empty-small' : 'empty'}>
      <p className="empty-title">{props.title}</p>
      <p>{props.why}</p>
      {props.action}
    </div>
  );
}

/** Said to screen readers when the text changes, such as the number of results. */
export function Live({ children }: { children: ReactNode }) {
  return (
    <div role="status" className="quiet">
      {children}
    </div>
  );
}

/** A page that does not exist, or not for this reader. */
export function Missing({ title, why }: { title: string; why: string }) {
  const { t } = useTranslation();
  return (
    <Page title={title}>
      <div className="panel">
        <div className="empty">
          <p>{why}</p>
          <Link to="/">{t('missing.home')}</Link>
        </div>
      </div>
    </Page>
  );
}
