import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from './notice.js';

/** Catches what breaks while a screen is drawn, or a part of it that a newer version has replaced. React has no other way than a class. */
export class Guarded extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  override render(): ReactNode {
    return this.state.error === null ? this.props.children : <Broken error={this.state.error} />;
  }
}

function Broken({ error }: { error: unknown }) {
  const { t } = useTranslation();
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
