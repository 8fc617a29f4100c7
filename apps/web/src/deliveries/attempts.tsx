import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.js';
import { Waiting } from '../ui/data-table.js';
import { Dialog } from '../ui/dialog.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty } from '../ui/page.js';
import { State } from '../ui/signs.js';
import { useAttempts, type Delivery } from './queries.js';

const outcomes = { sent: 'good', temporary: 'warn', permanent: 'bad', ambiguous: 'warn' } as const;

/** Every try to hand a message over, with what the far side said. */
export function Attempts({ delivery, what, onClose }: { delivery: Delivery; what: string; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const found = useAttempts(delivery.id);
  return (
    <Dialog title={t('delivery.attemptsTitle', { what })} size="lg" onClose={onClose}>
      {found.isPending && <Waiting lines={3} />}
      {found.isError && <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />}
      {found.isSuccess && found.data.items.length === 0 && <Empty small title={t('delivery.noAttempts')} why={t('delivery.noAttemptsWhy')} />}
      <ol className="plain-list rows attempts">
        {found.data?.items.map(({ number, startedAt, outcome, code, detail }) => {
          const known = outcome !== null && outcome in outcomes ? (outcome as keyof typeof outcomes) : null;
          return (
            <li key={number}>
              <p className="row-line">
                <strong>{t('delivery.attempt', { number })}</strong>
                <time className="small soft" dateTime={startedAt}>
                  {format.moment(startedAt)}
                </time>
              </p>
              <p>
                <State label={known ? t(`attempt.${known}`) : (outcome ?? t('attempt.underWay'))} tone={known ? outcomes[known] : undefined} /> {code !== null && <span className="mono">{code}</span>}
              </p>
              {detail !== null && (
                <p className="small soft breakable" lang="en">
                  {detail}
                </p>
              )}
            </li>
          );
        })}
      </ol>
    </Dialog>
  );
}
