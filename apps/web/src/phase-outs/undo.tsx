import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.js';
import { useSupplier } from '../suppliers/queries.js';
import { Panel } from '../ui/page.js';
import type { Detail } from './queries.js';

type InEffect = Detail['inEffect'][number];
type Change = Extract<InEffect, { kind: 'shares' }>['changes'][number];

/** What aborting now would take back, in the order in which it would. */
export function Undo({ detail: { inEffect } }: { detail: Detail }) {
  const { t } = useTranslation();
  return (
    <Panel title={t('phaseOut.undo')} note={t('phaseOut.undoNote')}>
      {inEffect.length === 0 ? (
        <p className="soft">{t('phaseOut.undoNothing')}</p>
      ) : (
        <ol className="sentences">
          {inEffect.map((effect) => (
            <li key={effect.kind === 'shares' ? `shares ${effect.step}` : effect.kind}>
              <Effect effect={effect} />
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}

function Effect({ effect }: { effect: InEffect }) {
  const { t } = useTranslation();
  const format = useFormat();
  switch (effect.kind) {
    case 'status':
      return t('phaseOut.undo.status');
    case 'notice':
      return t('phaseOut.undo.notice', { day: format.date(effect.endsOn) });
    case 'orderBlock':
      return t('phaseOut.undo.orderBlock', { day: format.date(effect.from) });
    case 'shares':
      return (
        <>
          {t('phaseOut.undo.shares', { step: effect.step })}
          {effect.changes.map((change) => (
            <ShareBack key={`${change.category} ${change.supplierId}`} change={change} />
          ))}
        </>
      );
  }
}

function ShareBack({ change: { category, supplierId, from, to } }: { change: Change }) {
  const { t } = useTranslation();
  const format = useFormat();
  const supplier = useSupplier(supplierId);
  return (
    <div className="small soft">
      {t('phaseOut.undo.share', { category, supplier: supplier.data?.name ?? '…', now: format.percent(to), then: from === null ? t('phaseOut.undo.unset') : format.percent(from) })}
    </div>
  );
}
