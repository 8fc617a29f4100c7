import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../i18n/format.js';
import { State } from '../ui/signs.js';
import type { Connector } from './queries.js';

/** Whether a connector pulls, is paused, or pulled in vain. */
export function ConnectorState({ one }: { one: Connector }) {
  const { t } = useTranslation();
  if (one.paused) return <State label={t('connector.paused')} />;
  if (one.lastError !== null) return <State label={t('connector.failing')} tone="bad" />;
  return <State label={t('connector.active')} tone={one.lastRunAt === null ? 'fair' : 'good'} />;
}

/** When it was pulled last, and the import that came of it. */
export function LastRun({ one }: { one: Connector }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (one.lastRunAt === null) return <span className="soft">{t('connector.never')}</span>;
  return (
    <span>
      <span>{format.moment(one.lastRunAt)}</span>
      {one.lastImportId !== null && (
        <>
          {' '}
          <Link to={`/imports/${one.lastImportId}`}>{t('connector.lastImport')}</Link>
        </>
      )}
    </span>
  );
}
