import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.js';
import { Waiting } from '../ui/data-table.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty, Panel } from '../ui/page.js';
import { IndicatorFigure } from './indicator-figure.js';
import { MonthBars } from './month-bars.js';
import { isDate, periodOf, yearEnding, type Period } from './period.js';
import { useIndicators } from './queries.js';

/** Before any system that could hold deliveries; the first question is where there are any. */
const EARLIEST = '2000-01-01';

/** How the supplier delivered in a period: each indicator with its sample, and on-time delivery month by month. */
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
  const onTime = indicators.data?.items.find(({ indicator }) => indicator === 'onTimeDelivery');
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
          <ul className="plain-list figures">
            {indicators.data.items.map((item) => (
              <IndicatorFigure key={item.indicator} item={item} supplierId={id} period={period} />
            ))}
          </ul>
          {onTime?.series && onTime.denominator > 0 && <MonthBars series={onTime.series} />}
        </div>
      )}
    </>
  );
}
