import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../i18n/format.js';
import type { FactBehind } from './queries.js';

type Fact = FactBehind['fact'];

const kinds = ['orderLine', 'inspection', 'receipt', 'invoice', 'question', 'answer', 'rectification', 'stoppage', 'surveyAnswer', 'rating', 'complaint'] as const;

/** What a fact says, in the order in which people ask; what the other columns say already is left out. */
const fields = [
  'item',
  'orderDate',
  'originalPromisedDate',
  'orderedQuantity',
  'cancelledOn',
  'cancelledQuantity',
  'quantity',
  'unitPrice',
  'currency',
  'benchmark',
  'priceBefore',
  'transportCost',
  'lineExternalId',
  'lot',
  'inspectedQuantity',
  'rejectedQuantity',
  'concessionQuantity',
  'defectType',
  'disposition',
  'received',
  'takenBack',
  'amount',
  'dueOn',
  'paid',
  'paidInTime',
  'lastPaidOn',
  'step',
  'askedAt',
  'answeredAt',
  'hours',
  'openedAt',
  'closedAt',
  'reason',
  'survey',
  'score',
  'raters',
  'raw',
  'calibrated',
  'severity',
  'closedOn',
] as const;

/** A fact by its name in the source, and on request what it says. */
export function FactContent({ row }: { row: FactBehind }) {
  const { t } = useTranslation();
  const write = useFactValue();
  const { fact } = row;
  const kind = kinds.find((each) => each === row.kind);
  const name = [fact['orderNumber'], fact['externalId'], fact['receipt']].filter((each) => each != null && each !== '').join(' · ');
  const shown = fields.filter((field) => fact[field] != null && fact[field] !== '');
  return (
    <>
      <span>
        {kind ? t(`factKind.${kind}`) : row.kind} <span className="mono">{name}</span>
      </span>
      {typeof fact['caseId'] === 'string' && (
        <div className="small">
          <Link to={`/cases/${fact['caseId']}`}>{t('timeline.case')}</Link>
        </div>
      )}
      {typeof fact['item'] === 'string' && <div className="small soft">{fact['item']}</div>}
      {shown.length > 0 && (
        <details className="small">
          <summary>
            {t('facts.content')}
            <span className="quiet">: {name}</span>
          </summary>
          <dl className="facts fact-content">
            {shown.map((field) => (
              <div key={field}>
                <dt>{t(`behindField.${field}`)}</dt>
                <dd>{write(fact[field])}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </>
  );
}

/** When what arrived of a line, and what a carrier only reports. */
export function FactArrivals({ fact }: { fact: Fact }) {
  const { t } = useTranslation();
  const format = useFormat();
  const arrivals = listOf(fact['arrivals']);
  const provisional = listOf(fact['provisionalArrivals']);
  if (arrivals.length === 0 && provisional.length === 0) return <span className="soft">{t('facts.nothingArrived')}</span>;
  return (
    <ul className="plain-list">
      {arrivals.map((each, at) => (
        <li key={at} className="nowrap">
          {format.date(String(each['on']))}: <span className="number">{format.number(Number(each['quantity']), 4)}</span>
          {Number(each['takenBack']) > 0 && <span className="small soft"> {t('facts.takenBack', { quantity: format.number(Number(each['takenBack']), 4) })}</span>}
        </li>
      ))}
      {provisional.map((each, at) => (
        <li key={`provisional:${at}`} className="small soft">
          {t('facts.provisional', { date: format.date(String(each['on'])), quantity: format.number(Number(each['quantity']), 4) })}
        </li>
      ))}
    </ul>
  );
}

function listOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter((each): each is Record<string, unknown> => typeof each === 'object' && each !== null) : [];
}

function useFactValue(): (value: unknown) => string {
  const format = useFormat();
  return (value) => {
    const text = String(value);
    if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return format.date(text);
    if (/^\d{4}-\d{2}-\d{2}T/.test(text)) return format.moment(text);
    return typeof value === 'number' ? format.number(value, 4) : text;
  };
}
