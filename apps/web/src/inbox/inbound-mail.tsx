import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { asProblem } from '../api/problem.js';
import { useFormat } from '../i18n/format.js';
import { useMay } from '../session/me.js';
import { Waiting } from '../ui/data-table.js';
import { DoneNotice } from '../ui/done-notice.js';
import { Notice, ProblemNotice } from '../ui/notice.js';
import { Missing, Page, Panel } from '../ui/page.js';
import { State } from '../ui/signs.js';
import { Assign, PutAway, TakeAsSubmission } from './decide.js';
import { useInboundMail, type InboundMail as Data } from './queries.js';
import { useWhy } from './why.js';

const decisions = { assign: Assign, dismiss: PutAway, take: TakeAsSubmission } as const;
const saidAfter = { assign: 'inbox.assigned', dismiss: 'inbox.dismissed', take: 'inbox.taken' } as const;

/** One mail that came in: what it says, why it waits, and what becomes of it. */
export function InboundMail() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const found = useInboundMail(id);
  if (found.isPending) return <Waiting />;
  if (found.isError) {
    if ([400, 404].includes(asProblem(found.error).status)) return <Missing title={t('inbox.missing')} why={t('inbox.missingWhy')} />;
    return (
      <Page title={t('inbox.title')}>
        <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />
      </Page>
    );
  }
  return <Shown mail={found.data} />;
}

function Shown({ mail }: { mail: Data }) {
  const { t } = useTranslation();
  const format = useFormat();
  const why = useWhy()(mail);
  return (
    <Page title={mail.subject === '' ? t('inbox.noSubject') : mail.subject} back={{ to: '/held-mails', label: t('inbox.title') }} narrow>
      <div className="column">
        {why !== null && (
          <Notice tone={mail.status === 'held' ? 'warn' : 'fair'} icon={mail.status === 'held' ? 'alert' : 'info'}>
            <p>
              <strong>{t(mail.status === 'held' ? 'inbox.why' : 'inbox.whyEnded')}</strong>
            </p>
            <p>{why}</p>
          </Notice>
        )}
        <Decide mail={mail} />
        <Panel title={t('inbox.body')}>
          <dl className="mail-head">
            <dt>{t('inbox.from')}</dt>
            <dd className="mono">{mail.from}</dd>
            <dt>{t('inbox.to')}</dt>
            <dd className="mono">{mail.to}</dd>
            <dt>{t('inbox.receivedAt')}</dt>
            <dd>{format.instant(mail.receivedAt)}</dd>
          </dl>
          {mail.text.trim() === '' ? <p className="soft">{t('inbox.noText')}</p> : <p className="prose mail-text inbound-text">{mail.text}</p>}
          {mail.authentication && <Proof proof={mail.authentication} />}
          {(mail.caseId ?? mail.supplierId) !== null && (
            <p className="form-actions inbound-links">
              {mail.caseId && <Link to={`/cases/${mail.caseId}`}>{t('inbox.case')}</Link>}
              {mail.supplierId && <Link to={`/suppliers/${mail.supplierId}`}>{t('inbox.supplier')}</Link>}
            </p>
          )}
        </Panel>
      </div>
    </Page>
  );
}

/** What shows whether the mail comes from whom it names. */
function Proof({ proof: { spf, dkim, dmarc } }: { proof: NonNullable<Data['authentication']> }) {
  const { t } = useTranslation();
  const tell = (result: string) => (result === 'pass' || result === 'fail' || result === 'none' ? t(`inbox.proof.${result}`) : t('inbox.proof.other'));
  const tone = (result: string) => (result === 'pass' ? 'good' : result === 'fail' ? 'bad' : undefined);
  const lines = [
    { name: 'DMARC', result: dmarc.result, of: dmarc.domain },
    { name: 'SPF', result: spf.result, of: spf.domain },
    ...dkim.map(({ result, domain }) => ({ name: 'DKIM', result, of: domain })),
  ];
  return (
    <div className="proof">
      <h3>{t('inbox.proof')}</h3>
      <ul className="plain-list">
        {lines.map(({ name, result, of }, at) => (
          <li key={at}>
            <State label={`${name}: ${tell(result)}`} tone={tone(result)} /> {of !== null && <span className="mono soft">{of}</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The buttons of those who may decide; a submission can be made only where no case but a supplier is known. */
function Decide({ mail }: { mail: Data }) {
  const { t } = useTranslation();
  const mayDecide = useMay('inbound:decide');
  const mayTake = useMay('submissions:write') && mail.supplierId !== null && mail.caseId === null;
  const [deciding, setDeciding] = useState<keyof typeof decisions | null>(null);
  const [done, setDone] = useState<keyof typeof decisions | null>(null);
  const Dialog = deciding === null ? null : decisions[deciding];
  return (
    <>
      <DoneNotice text={done === null ? null : t(saidAfter[done])} />
      {mail.status === 'held' && (
        <div className="form-actions">
          {mayDecide && <Button onClick={() => setDeciding('assign')}>{t('inbox.assign')}</Button>}
          {mayTake && (
            <Button variant="default" onClick={() => setDeciding('take')}>
              {t('inbox.takeAsSubmission')}
            </Button>
          )}
          {mayDecide && (
            <Button variant="default" onClick={() => setDeciding('dismiss')}>
              {t('inbox.dismiss')}
            </Button>
          )}
        </div>
      )}
      {Dialog && (
        <Dialog
          mail={mail}
          onClose={() => setDeciding(null)}
          onDone={() => {
            setDone(deciding);
            setDeciding(null);
          }}
        />
      )}
    </>
  );
}
