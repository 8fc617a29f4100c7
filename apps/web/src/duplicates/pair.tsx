import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../i18n/format.js';
import { StatusState } from '../suppliers/status-state.js';
import { useOnTime } from '../suppliers/queries.js';
import { OnTime } from '../suppliers/on-time.js';
import type { Decision } from './decide.js';
import type { Duplicate } from './queries.js';

type Side = Duplicate['suppliers'][number];

/** Two suppliers side by side, with why they may be one and what can be decided. */
export function Pair({ pair, onDecide }: { pair: Duplicate; onDecide: ((decision: Decision) => void) | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = pair.suppliers.map(({ name }) => name).join(' / ');
  return (
    <section className="panel" aria-label={names}>
      <div className="panel-head">
        <div>
          <h2>{names}</h2>
          <p>
            {t(`duplicateKind.${pair.kind}`)}
            {pair.kind === 'similarName' && ` – ${t('duplicates.similarity', { percent: format.percent(pair.similarity * 100) })}`}
          </p>
        </div>
        <span className={pair.status === 'open' ? 'tag tag-warn' : 'tag'}>{t(`duplicateStatus.${pair.status}`)}</span>
      </div>
      <div className="panel-body pair">
        {pair.suppliers.map((side) => (
          <SideFacts key={side.id} side={side} />
        ))}
      </div>
      {pair.reason && (
        <p className="panel-body small soft">
          {pair.decidedAt && `${format.moment(pair.decidedAt)}: `}
          {pair.reason}
        </p>
      )}
      {pair.status === 'open' && onDecide && (
        <div className="panel-body form-actions">
          <Button onClick={() => onDecide('merge')}>
            {t('duplicates.merge')}
            <span className="quiet">: {names}</span>
          </Button>
          <Button variant="default" onClick={() => onDecide('dismiss')}>
            {t('duplicates.dismiss')}
            <span className="quiet">: {names}</span>
          </Button>
        </div>
      )}
    </section>
  );
}

function SideFacts({ side }: { side: Side }) {
  const { t } = useTranslation();
  const onTime = useOnTime(side);
  return (
    <dl className="facts pair-side">
      <div className="pair-name">
        <dt>{t('supplier.name')}</dt>
        <dd>
          <Link className="title-link" to={`/suppliers/${side.id}`}>
            {side.name}
          </Link>
          <div className="mono soft">{side.code}</div>
        </dd>
      </div>
      <div>
        <dt>{t('supplier.status')}</dt>
        <dd>
          <StatusState status={side.status} />
        </dd>
      </div>
      <div>
        <dt>{t('supplier.country')}</dt>
        <dd>{side.country ?? t('supplier.unknown')}</dd>
      </div>
      <div>
        <dt>{t('supplier.taxId')}</dt>
        <dd className="mono">{side.taxId ?? t('supplier.unknown')}</dd>
      </div>
      {onTime.data && (
        <div className="pair-name">
          <dt>{t('supplier.onTime')}</dt>
          <dd>
            <OnTime {...onTime.data} />
          </dd>
        </div>
      )}
    </dl>
  );
}
