import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../i18n/format.js';
import { useMay } from '../session/me.js';
import { Notice } from '../ui/notice.js';
import { Panel } from '../ui/page.js';
import type { Proposal } from './queries.js';

const Dismiss = lazy(async () => ({ default: (await import('./dismiss.js')).Dismiss }));

/** Consequences that wait for a decision; nothing while there are none. */
export function Proposals({ proposals }: { proposals: readonly Proposal[] }) {
  const { t } = useTranslation();
  const mayDecide = useMay('proposals:decide');
  const [dismissing, setDismissing] = useState<Proposal | null>(null);
  const [done, setDone] = useState(false);
  if (proposals.length === 0 && !done) return null;
  return (
    <Panel title={t('proposals.title', { count: proposals.length })} note={t('proposals.note')} flush>
      <div role="status">
        {done && (
          <Notice tone="good" icon="check">
            <p>{t('proposals.dismissed')}</p>
          </Notice>
        )}
      </div>
      <ul className="plain-list rows">
        {proposals.map((proposal) => (
          <Row key={proposal.id} proposal={proposal} onDismiss={mayDecide ? () => setDismissing(proposal) : null} />
        ))}
      </ul>
      {dismissing && (
        <Suspense>
          <Dismiss
            proposal={dismissing}
            onClose={() => setDismissing(null)}
            onDone={() => {
              setDismissing(null);
              setDone(true);
            }}
          />
        </Suspense>
      )}
    </Panel>
  );
}

function Row({ proposal, onDismiss }: { proposal: Proposal; onDismiss: (() => void) | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const reason = proposal.reason === 'rectificationFailed' ? t('proposals.rectificationFailed') : proposal.reason;
  return (
    <li>
      <div className="row-line">
        <h3>
          {proposal.kind === 'phaseOut' ? t('proposals.phaseOut') : proposal.kind}:{' '}
          <Link to={`/suppliers/${proposal.supplierId}`}>{proposal.supplierName}</Link>
        </h3>
        <time className="small soft" dateTime={proposal.proposedAt}>
          {format.moment(proposal.proposedAt)}
        </time>
      </div>
      <p className="small">{reason}</p>
      <div className="row-line small" style={{ marginTop: 'var(--gap-2)', alignItems: 'center' }}>
        {proposal.causeCaseId ? <Link to={`/cases/${proposal.causeCaseId}`}>{t('proposals.case')}</Link> : <span />}
        {onDismiss && (
          <Button size="compact-sm" variant="default" onClick={onDismiss}>
            {t('proposals.dismiss')}
          </Button>
        )}
      </div>
    </li>
  );
}
