import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useWho } from '../evaluations/who.js';
import { useFormat } from '../i18n/format.js';
import { useMay } from '../session/me.js';
import { Notice } from '../ui/notice.js';
import { State } from '../ui/signs.js';
import { proposalKinds, useConsequencesChanged, type Proposal } from './queries.js';
import { proposedBy, termsOf, useBecause } from './words.js';

const Accept = lazy(async () => ({ default: (await import('../work/accept.js')).Accept }));
const Dismiss = lazy(async () => ({ default: (await import('../work/dismiss.js')).Dismiss }));

type Decision = 'accept' | 'dismiss';

const reasons = ['rectificationFailed', 'notRequalified', 'scoreRestated', 'gradeCAgain', 'fatalGate'] as const;
/** What Steward carries out itself when it is accepted. */
const acceptable: readonly string[] = ['consequence', 'openRectification', 'cancelRectification'];
const tones = { open: 'warn', accepted: 'good', dismissed: undefined } as const;

/** Proposals with what exactly they propose and why, and for who may the decision. */
export function ProposalList({ items }: { items: readonly Proposal[] }) {
  const { t } = useTranslation();
  const mayDecide = useMay('proposals:decide');
  const changed = useConsequencesChanged();
  const [deciding, setDeciding] = useState<{ proposal: Proposal; decision: Decision } | null>(null);
  const [done, setDone] = useState<Decision | null>(null);
  const Decide = deciding?.decision === 'accept' ? Accept : Dismiss;
  return (
    <>
      <div className="sent" role="status">
        {done && (
          <Notice tone="good" icon="check">
            <p>{t(done === 'accept' ? 'proposals.accepted' : 'proposals.dismissed')}</p>
          </Notice>
        )}
      </div>
      <ul className="plain-list rows">
        {items.map((proposal) => (
          <li key={proposal.id}>
            <Row proposal={proposal} onDecide={mayDecide && proposal.status === 'open' ? (decision) => setDeciding({ proposal, decision }) : null} />
          </li>
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
              void changed();
            }}
          />
        </Suspense>
      )}
    </>
  );
}

function Row({ proposal, onDecide }: { proposal: Proposal; onDecide: ((decision: Decision) => void) | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const who = useWho();
  const title = useProposalTitle();
  const why = useProposalReason();
  const proposed = proposedBy(proposal);
  const terms = proposed && termsOf(proposed.terms);
  return (
    <>
      <div className="row-line">
        <h3>
          {title(proposal)}: <Link to={`/suppliers/${proposal.supplierId}`}>{proposal.supplierName}</Link>
        </h3>
        <State label={t(`proposalStatus.${proposal.status}`)} tone={tones[proposal.status]} />
      </div>
      {proposed && (
        <p>
          {[terms, proposed.months === null ? t('consequence.untilEnded') : t('consequence.months', { count: proposed.months })].filter((each) => each !== '').join(' · ')}
        </p>
      )}
      <p className="small">{why(proposal)}</p>
      <p className="small soft">
        {t('proposal.proposedAt', { at: format.moment(proposal.proposedAt) })}
        {proposal.decidedAt && proposal.decidedBy && ` · ${t('proposal.decidedBy', { who: who(proposal.decidedBy), at: format.moment(proposal.decidedAt) })}`}
        {proposal.decision && ` – ${proposal.decision}`}
      </p>
      <div className="row-line small row-foot">
        <span className="form-actions">
          {proposal.causeCaseId && <Link to={`/cases/${proposal.causeCaseId}`}>{t('proposals.case')}</Link>}
          {proposal.causeEvaluationId && <Link to={`/evaluations/${proposal.causeEvaluationId}/scores/${proposal.supplierId}`}>{t('proposals.score')}</Link>}
        </span>
        {onDecide && (
          <span className="form-actions">
            {acceptable.includes(proposal.kind) && (
              <Button size="compact-sm" onClick={() => onDecide('accept')}>
                {t('proposals.accept')}
                <span className="quiet">
                  : {title(proposal)}, {proposal.supplierName}
                </span>
              </Button>
            )}
            <Button size="compact-sm" variant="default" onClick={() => onDecide('dismiss')}>
              {t('proposals.dismiss')}
              <span className="quiet">
                : {title(proposal)}, {proposal.supplierName}
              </span>
            </Button>
          </span>
        )}
      </div>
    </>
  );
}

function useProposalTitle(): (proposal: Proposal) => string {
  const { t } = useTranslation();
  return (proposal) => {
    const proposed = proposedBy(proposal);
    if (proposed) return t(`consequenceName.${proposed.kind}`);
    const kind = proposalKinds.find((each) => each === proposal.kind);
    return kind ? t(`proposals.${kind}`) : proposal.kind;
  };
}

function useProposalReason(): (proposal: Proposal) => string {
  const { t } = useTranslation();
  const because = useBecause();
  return (proposal) => {
    const proposed = proposedBy(proposal);
    if (proposed) return because(proposed);
    const reason = reasons.find((each) => each === proposal.reason);
    return reason ? t(`proposals.${reason}`) : proposal.reason;
  };
}
