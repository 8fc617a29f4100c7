import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useForecast, type Forecast } from '../foresight/queries.js';
import { useFormat } from '../i18n/format.js';
import { DataTable, Waiting, type Column } from '../ui/data-table.js';
import { ProblemNotice } from '../ui/notice.js';
import { Panel } from '../ui/page.js';
import { useFigure, useIndicatorTitle } from './indicator-words.js';
import { EARLIEST, isDate, daysOfMonth } from './period.js';
import { useIndicators, type Indicator } from './queries.js';

type Item = Forecast['items'][number];

/** What the next three months may bring, with the interval; where the history is too short it says why. */
export function Outlook({ id }: { id: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const today = new Date().toISOString().slice(0, 10);
  const known = useIndicators(id, { from: EARLIEST, to: today });
  const [chosen, setChosen] = useState<string | null>(null);
  const asOf = chosen ?? dayAfterDeliveries(known.data?.items, today);
  const forecast = useForecast(id, isDate(asOf) ? asOf : null);
  return (
    <Panel title={t('outlook.title')} note={forecast.data && t('outlook.note', { month: format.month(forecast.data.latestMonth), interval: format.percent(forecast.data.interval) })}>
      <TextInput type="date" className="months-choice outlook-date" label={t('facts.asOf')} value={asOf} onChange={(event) => setChosen(event.currentTarget.value)} />
      {forecast.isPending && <Waiting lines={3} />}
      {forecast.isError && <ProblemNotice error={forecast.error} onRetry={() => void forecast.refetch()} />}
      <div aria-live="polite">
        {forecast.data?.items.map((item) => (
          <ItemOutlook key={item.indicator} item={item} />
        ))}
      </div>
    </Panel>
  );
}

/** A month after the newest deliveries, when their last month is judged; empty when that is not over yet, so that it is looked at from today. */
function dayAfterDeliveries(items: readonly Indicator[] | undefined, today: string): string {
  const series = items?.find(({ indicator }) => indicator === 'onTimeDelivery')?.series ?? [];
  const newest = series.filter(({ denominator }) => denominator > 0).at(-1)?.month;
  if (newest === undefined) return '';
  const day = new Date(`${daysOfMonth(newest).to}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + 28);
  const text = day.toISOString().slice(0, 10);
  return text < today ? text : '';
}

function ItemOutlook({ item }: { item: Item }) {
  const { t } = useTranslation();
  const format = useFormat();
  const figure = useFigure();
  const title = useIndicatorTitle();
  const columns: readonly Column<Item['months'][number]>[] = [
    { key: 'month', header: t('months.month'), wide: true, cell: ({ month }) => format.month(month) },
    { key: 'value', header: t('outlook.expected'), end: true, cell: ({ value }) => <strong className="number">{figure(value, item.unit)}</strong> },
    { key: 'between', header: t('outlook.between'), end: true, cell: ({ low, high }) => <span className="number">{t('outlook.range', { low: figure(low, item.unit), high: figure(high, item.unit) })}</span> },
  ];
  return (
    <div className="outlook-item">
      <h3>{title(item.indicator)}</h3>
      {item.status === 'ok' ? (
        <>
          <p className="small soft">{t('outlook.history', { count: item.history })}</p>
          <DataTable caption={t('outlook.of', { indicator: title(item.indicator) })} columns={columns} rows={item.months} keyOf={({ month }) => month} />
        </>
      ) : (
        <p className="soft">
          {t('outlook.tooShort', { count: item.history })} {item.reason && <span lang="en">({item.reason})</span>}
        </p>
      )}
    </div>
  );
}
