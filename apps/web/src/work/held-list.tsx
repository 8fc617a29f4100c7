import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../i18n/format.js';
import { Waiting } from '../ui/data-table.js';
import { Dialog } from '../ui/dialog.js';
import { ProblemNotice } from '../ui/notice.js';
import { useHeldMails } from './queries.js';

const reasons = ['unknownAddress', 'unknownSender', 'notSettled', 'unreadable', 'failing'] as const;

/** The mails that wait for a person, each with why. */
export function HeldList({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const mails = useHeldMails(true);
  return (
    <Dialog onClose={onClose} size="lg" title={t('held.title')}>
      {mails.isPending && <Waiting lines={4} />}
      {mails.isError && <ProblemNotice error={mails.error} onRetry={() => void mails.refetch()} />}
      <p className="soft">{t('held.lead')}</p>
      <ul className="plain-list rows">
        {mails.data?.items.map((mail) => {
          const reason = reasons.find((each) => each === mail.reason?.split(':')[0]);
          return (
            <li key={mail.id}>
              <p className="row-line">
                <strong>{mail.subject}</strong>
                <span className="small soft">{format.moment(mail.receivedAt)}</span>
              </p>
              <p className="mono">{mail.from}</p>
              <p className="small soft">{reason ? t(`held.${reason}`) : mail.reason}</p>
              {mail.caseId && (
                <p className="small">
                  <Link to={`/cases/${mail.caseId}`}>{t('held.case')}</Link>
                </p>
              )}
              <details className="small held-text">
                <summary>{t('held.text')}</summary>
                <p className="prose">{mail.text}</p>
              </details>
            </li>
          );
        })}
      </ul>
    </Dialog>
  );
}
