import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.js';
import { Waiting } from '../ui/data-table.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty, Panel } from '../ui/page.js';
import { IndicatorFigure } from './indicator-figure.js';
import { useIndicatorTitle } from './indicator-words.js';
import { MonthBars } from './month-bars.js';
import { EARLIEST, isDate, periodOf, yearEnding, type Period } from './period.js';
import { useIndicators, type Indicator } from './queries.js';

/** How the supplier delivered in a period: each indicator with its sample, and any of them month by month. */
export function Delivery({ id }: { id: string }) {
  const { t } = useTranslation();
  const today = new Date().toISOString().slice(0, 10);
  const everything = useIndicators(id, { from: EARLIEST, to: today });
  const series = everything.data?.items.find(({ indicator }) => indicator === 'onTimeDelivery')?.series ?? [];
  const withLines = series.filter(({ denominator }) => denominator > 0);
  const first = withLines[0]?.month;
  const last = withLines.at(-1)?.month;
  return (
    <Panel title={t('delivery.title')} note={t('delivery.note')}>
      {everything.isPending && <Waiting lines={4} />}
      {everything.isError && <ProblemNotice error={everything.error} onRetry={() => void everything.refetch()} />}
      {everything.isSuccess &&
        (first && last ? <Chosen id={id} first={first} last={last} today={today} /> : <Empty small title={t('delivery.none')} why={t('delivery.noneWhy')} />)}
    </Panel>
  );
}

const choices = ['dataYear', 'all', 'last12Months', 'lastQuarter', 'lastYear', 'custom'] as const;
type Choice = (typeof choices)[number];

function Chosen({ id, first, last, today }: { id: string; first: string; last: string; today: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [choice, setChoice] = useState<Choice>('dataYear');
  const all: Period = { from: `${first}-01`, to: yearEnding(last).to };
  const [custom, setCustom] = useState<Period>(yearEnding(last));
  const period = choice === 'custom' ? custom : choice === 'all' ? all : choice === 'dataYear' ? yearEnding(last) : periodOf(choice, today);
  const valid = isDate(period.from) && isDate(period.to) && period.from <= period.to;
  const indicators = useIndicators(id, valid ? period : null);
  return (
    <>
      <div className="filters">
        <NativeSelect
          className="filter-wide"
          label={t('delivery.period')}
          value={choice}
          onChange={(event) => setChoice(event.currentTarget.value as Choice)}
          data={choices.map((value) => ({ value, label: value === 'dataYear' ? t('period.dataYear', { month: format.month(last) }) : t(`period.${value}`) }))}
        />
        {choice === 'custom' && (
          <>
            <TextInput type="date" label={t('period.from')} value={custom.from} onChange={(event) => setCustom({ ...custom, from: event.currentTarget.value })} />
            <TextInput
              type="date"
              label={t('period.to')}
              value={custom.to}
              error={valid ? undefined : t('period.wrong')}
              onChange={(event) => setCustom({ ...custom, to: event.currentTarget.value })}
            />
          </>
        )}
      </div>
      {indicators.isError && <ProblemNotice error={indicators.error} onRetry={() => void indicators.refetch()} />}
      {indicators.data && (
        <div aria-live="polite">
          <p className="small soft">{valid ? format.period(period.from, period.to) : ''}</p>
          <Figures items={indicators.data.items} supplierId={id} period={period} />
          <Months items={indicators.data.items} />
        </div>
      )}
    </>
  );
}

/** What rests on any fact; what rests on none is named apart, as there is nothing to see. */
function Figures({ items, supplierId, period }: { items: readonly Indicator[]; supplierId: string; period: Period }) {
  const { t } = useTranslation();
  const title = useIndicatorTitle();
  const without = items.filter(({ sample }) => sample === 0);
  return (
    <>
      <ul className="plain-list figures">
        {items
          .filter(({ sample }) => sample > 0)
          .map((item) => (
            <IndicatorFigure key={item.indicator} item={item} supplierId={supplierId} period={period} />
          ))}
      </ul>
      {without.length > 0 && (
        <details className="small figures-without">
          <summary>{t('delivery.without', { count: without.length })}</summary>
          <p className="soft">{without.map(({ indicator }) => title(indicator)).join(' · ')}</p>
        </details>
      )}
    </>
  );
}

function Months({ items }: { items: readonly Indicator[] }) {
  const { t } = useTranslation();
  const title = useIndicatorTitle();
  const [chosen, setChosen] = useState('onTimeDelivery');
  const drawable = items.filter(({ denominator, series }) => denominator > 0 && series !== undefined);
  const item = drawable.find(({ indicator }) => indicator === chosen) ?? drawable[0];
  if (!item) return null;
  return (
    <>
      <NativeSelect
        className="months-choice"
        label={t('months.choose')}
        value={item.indicator}
        onChange={(event) => setChosen(event.currentTarget.value)}
        data={drawable.map(({ indicator }) => ({ value: indicator, label: title(indicator) }))}
      />
      <MonthBars title={title(item.indicator)} unit={item.unit} series={item.series ?? []} />
    </>
  );
}
