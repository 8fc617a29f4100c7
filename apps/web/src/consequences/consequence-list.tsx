import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { answer, api } from '../api/client.js';
import { useWho } from '../evaluations/who.js';
import { useFormat } from '../i18n/format.js';
import { useMay } from '../session/me.js';
import { FormDialog } from '../ui/form-dialog.js';
import { State } from '../ui/signs.js';
import { useConsequencesChanged, type Consequence } from './queries.js';
import { termsOf, useBecause } from './words.js';

const tones = { inForce: 'fair', ended: undefined, expired: undefined } as const;

/** Consequences with their reason, and the way to end one that is in force. On a supplier's own page its name is left out. */
export function ConsequenceList({ items, onEnded, ofSupplier }: { items: readonly Consequence[]; onEnded: () => void; ofSupplier?: boolean }) {
  const [ending, setEnding] = useState<Consequence | null>(null);
  const mayEnd = useMay('consequences:end');
  return (
    <>
      <ul className="plain-list rows">
        {items.map((one) => (
          <li key={one.id}>
            <Row one={one} ofSupplier={ofSupplier ?? false} onEnd={mayEnd && one.status === 'inForce' ? () => setEnding(one) : null} />
          </li>
        ))}
      </ul>
      {ending && (
        <End
          one={ending}
          onClose={() => setEnding(null)}
          onDone={() => {
            setEnding(null);
            onEnded();
          }}
        />
      )}
    </>
  );
}

function Row({ one, ofSupplier, onEnd }: { one: Consequence; ofSupplier: boolean; onEnd: (() => void) | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const because = useBecause();
  const who = useWho();
  const terms = termsOf(one.terms);
  return (
    <>
      <div className="row-line">
        <h3>
          {t(`consequenceName.${one.kind}`)}
          {!ofSupplier && (
            <>
              {': '}
              <Link to={`/suppliers/${one.supplierId}`}>{one.supplierName}</Link>
            </>
          )}
        </h3>
        <State label={t(`consequenceStatus.${one.status}`)} tone={tones[one.status]} />
      </div>
      {terms !== '' && <p>{terms}</p>}
      <p className="small">
        {one.inForceUntil === null ? t('consequence.since', { date: format.date(one.inForceFrom) }) : format.period(one.inForceFrom, one.inForceUntil)}
        {' · '}
        {because(one.because)}
      </p>
      <p className="small soft">
        {t('consequence.approvedBy', { who: who(one.decidedBy), at: format.moment(one.decidedAt) })}
        {one.comment && ` – ${one.comment}`}
      </p>
      {one.endedAt !== null && (
        <p className="small soft">
          {t('consequence.endedBy', { who: who(one.endedBy ?? ''), at: format.moment(one.endedAt) })}
          {one.endReason && ` – ${one.endReason === 'awardWithdrawn' ? t('consequence.awardWithdrawn') : one.endReason}`}
        </p>
      )}
      <div className="row-line small row-foot">
        {one.evaluationId ? <Link to={`/evaluations/${one.evaluationId}/scores/${one.supplierId}`}>{t('proposals.score')}</Link> : <span />}
        {onEnd && (
          <Button size="compact-sm" variant="default" onClick={onEnd}>
            {t('consequence.end')}
            <span className="quiet">
              : {t(`consequenceName.${one.kind}`)}, {one.supplierName}
            </span>
          </Button>
        )}
      </div>
    </>
  );
}

function End({ one, onClose, onDone }: { one: Consequence; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation();
  const changed = useConsequencesChanged();
  return (
    <FormDialog
      title={t('consequence.endTitle', { kind: t(`consequenceName.${one.kind}`) })}
      lead={<p>{t('consequence.endLead', { supplier: one.supplierName })}</p>}
      fields={[{ name: 'reason', label: t('field.reason'), kind: 'text' }]}
      action={t('consequence.end')}
      danger
      send={async ({ reason = '' }, key) => {
        await answer(api.POST('/api/v1/consequences/{id}/end', { params: { path: { id: one.id }, header: { 'Idempotency-Key': key } }, body: { reason } }));
        await changed();
      }}
      onClose={onClose}
      onDone={onDone}
    />
  );
}
