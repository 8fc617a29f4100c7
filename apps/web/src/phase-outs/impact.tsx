import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.js';
import { Panel } from '../ui/page.js';
import { useMoney, type Detail } from './queries.js';

/** What depends on the supplier: orders and spend by the facts, and what of ours is there. */
export function Impact({ detail: { impact, recorded } }: { detail: Detail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const money = useMoney();
  const sums = (all: Detail['impact']['spend']) => (all.length === 0 ? '–' : all.map((each) => <div key={each.currency}>{money(each)}</div>));
  const parts = (['tooling', 'documents', 'knowledge'] as const).flatMap((part) => (recorded[part] === null ? [] : [{ part, text: recorded[part] }]));
  return (
    <Panel title={t('phaseOut.impact')} note={t('phaseOut.impactNote')}>
      <dl className="facts">
        <div>
          <dt>{t('phaseOut.openOrders')}</dt>
          <dd className="figure-value">{format.count(impact.openOrders)}</dd>
        </div>
        <div>
          <dt>{t('phaseOut.openLines')}</dt>
          <dd className="figure-value">{format.count(impact.openLines)}</dd>
        </div>
        <div>
          <dt>{t('phaseOut.openValue')}</dt>
          <dd className="figure-value">{sums(impact.openValue)}</dd>
        </div>
        <div>
          <dt>{t('phaseOut.spend')}</dt>
          <dd className="figure-value">{sums(impact.spend)}</dd>
        </div>
      </dl>
      <h3 className="panel-sub">{t('phaseOut.recorded')}</h3>
      {parts.length === 0 ? (
        <p className="soft">{t('phaseOut.recordedNone')}</p>
      ) : (
        parts.map(({ part, text }) => (
          <p key={part} className="prose">
            <span className="soft">{t(`handover.${part}`)}: </span>
            {text}
          </p>
        ))
      )}
      {recorded.fileIds.map((file, at) => (
        <p key={file} className="small">
          <a href={`/api/v1/files/${file}`}>{t('phaseOut.file', { number: at + 1 })}</a>
        </p>
      ))}
    </Panel>
  );
}
