import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../i18n/format.js';
import { useMay } from '../session/me.js';
import { Notice } from '../ui/notice.js';
import { Panel } from '../ui/page.js';
import type { Proposal } from './queries.js';

const Accept = lazy(async () => ({ default: (await import('./accept.js')).Accept }));
const Dismiss = lazy(async () => ({ default: (await import('./dismiss.js')).Dismiss }));

type Decision = 'accept' | 'dismiss';

/** Consequences that wait for a decision; nothing while there are none. */
export function Proposals({ proposals }: { proposals: readonly Proposal[] }) {
  const { t } = useTranslation();
  const mayDecide = useMay('proposals:decide');
  const [deciding, setDeciding] = useState<{ proposal: Proposal; decision: Decision } | null>(null);
  const [done, setDone] = useState<Decision | null>(null);
  if (proposals.length === 0 && done === null) return null;
  const Decide = deciding?.decision === 'accept' ? Accept : Dismiss;
  return (
    <Panel title={t('proposals.title', { count: proposals.length })} note={t('proposals.note')} flush>
      <div role="status">
        {done && (
          <Notice tone="good" icon="check">
            <p>{t(done === 'accept' ? 'proposals.accepted' : 'proposals.dismissed')}</p>
          </Notice>
        )}
      </div>
      <ul className="plain-list rows">
        {proposals.map((proposal) => (
          <Row key={proposal.id} proposal={proposal} onDecide={mayDecide ? (decision) => setDeciding({ proposal, decision }) : null} />
        ))}
      </ul>
      {deciding && (
        <Suspense>
          <Decide
            proposal={deciding.proposal}
            onClose={() => setDeciding(null)}
            onDone={() => {
              setDone(deciding.decision);
              setDeciding(null);
            }}
          />
        </Suspense>
      )}
    </Panel>
  );
}

const kinds = ['phaseOut', 'cancelRectification', 'openRectification', 'consequence'] as const;
const reasons = ['rectificationFailed', 'notRequalified', 'scoreRestated', 'consequenceRule', 'gradeCAgain', 'fatalGate'] as const;

const consequences = ['orderShare', 'prepayment', 'paymentTerms', 'chargeback', 'liquidatedDamages', 'award', 'awardWithdrawn', 'preferredForNewProjects'] as const;

/** The kinds of proposals that Steward can carry out itself. */
const acceptable: readonly string[] = ['cancelRectification', 'openRectification', 'consequence'];

function Row({ proposal, onDecide }: { proposal: Proposal; onDecide: ((decision: Decision) => void) | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const reason = reasons.find((each) => each === proposal.reason);
  const kind = kinds.find((each) => each === proposal.kind);
  const consequence = consequences.find((each) => each === proposal.detail?.['kind']);
  return (
    <li>
      <div className="row-line">
        <h3>
          {consequence ? t(`consequenceName.${consequence}`) : kind ? t(`proposals.${kind}`) : proposal.kind}: 
          <Link to={`/suppliers/${proposal.supplierId}`}>{proposal.supplierName}</Link>
        </h3>
        <time className="small soft" dateTime={proposal.proposedAt}>
          {format.moment(proposal.proposedAt)}
        </time>
      </div>
      <p className="small">{reason ? t(`proposals.${reason}`) : proposal.reason}</p>
      <div className="row-line small" style={{ marginTop: 'var(--gap-2)', alignItems: 'center' }}>
        <span className="form-actions">
          {proposal.causeCaseId && <Link to={`/cases/${proposal.causeCaseId}`}>{t('proposals.case')}</Link>}
          {proposal.causeEvaluationId && <Link to={`/evaluations/${proposal.causeEvaluationId}/scores/${proposal.supplierId}`}>{t('proposals.score')}</Link>}
        </span>
        {onDecide && (
          <span className="form-actions">
            {acceptable.includes(proposal.kind) && (
              <Button size="compact-sm" onClick={() => onDecide('accept')}>
                {t('proposals.accept')}
              </Button>
            )}
            <Button size="compact-sm" variant="default" onClick={() => onDecide('dismiss')}>
              {t('proposals.dismiss')}
            </Button>
          </span>
        )}
      </div>
    </li>
  );
}
