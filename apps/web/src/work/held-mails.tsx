import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../i18n/format.js';
import { Waiting } from '../ui/data-table.js';
import { Dialog } from '../ui/dialog.js';
import { ProblemNotice } from '../ui/notice.js';
import { Panel } from '../ui/page.js';
import { useHeldMails } from './queries.js';

const reasons = ['unknownAddress', 'unknownSender', 'notSettled'] as const;

/** How many mails wait for a person, and on request which. */
export function HeldMails({ count }: { count: number }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <Panel title={t('held.title')}>
      {count === 0 ? (
        <p className="soft">{t('held.none')}</p>
      ) : (
        <>
          <p>{t('held.count', { count })}</p>
          <p className="small">
            <button type="button" className="link-button" onClick={() => setOpen(true)}>
              {t('held.show')}
            </button>
          </p>
        </>
      )}
      <Dialog opened={open} onClose={() => setOpen(false)} size="lg" title={t('held.title')}>
        {open && <HeldList />}
      </Dialog>
    </Panel>
  );
}

function HeldList() {
  const { t } = useTranslation();
  const format = useFormat();
  const mails = useHeldMails(true);
  if (mails.isPending) return <Waiting lines={4} />;
  if (mails.isError) return <ProblemNotice error={mails.error} onRetry={() => void mails.refetch()} />;
  return (
    <>
      <p className="soft">{t('held.lead')}</p>
      <ul className="plain-list rows">
        {mails.data.items.map((mail) => {
          const reason = reasons.find((each) => each === mail.reason);
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
              <details className="small">
                <summary>{t('held.text')}</summary>
                <p className="prose">{mail.text}</p>
              </details>
            </li>
          );
        })}
      </ul>
    </>
  );
}
