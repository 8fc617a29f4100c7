import { NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { asProblem } from '../api/problem.js';
import { useFormat } from '../i18n/format.js';
import { Waiting } from '../ui/data-table.js';
import { Notice, ProblemNotice } from '../ui/notice.js';
import { Missing, Page, Panel } from '../ui/page.js';
import { useFilters } from '../ui/use-filters.js';
import { factsAddress } from './facts-address.js';
import { FactsBehind } from './facts-behind.js';
import { useFigure, useIndicatorCatalogue, useIndicatorTitle } from './indicator-words.js';
import { MonthBars } from './month-bars.js';
import { isDate, periodOf, type Period } from './period.js';
import { useIndicators, useSupplier, type Indicator } from './queries.js';

/** One figure of a supplier with the facts behind it: each with how it counted, together the numerator and the denominator. */
export function Facts() {
  const { t } = useTranslation();
  const title = useIndicatorTitle();
  const { id = '', indicator = '' } = useParams();
  const today = new Date().toISOString().slice(0, 10);
  const { from, to } = periodOf('last12Months', today);
  const { filters, change } = useFilters({ from, to, asOf: '' });
  const period: Period = { from: filters.from, to: filters.to };
  const valid = isDate(period.from) && isDate(period.to) && period.from <= period.to;
  const asOf = isDate(filters.asOf) ? filters.asOf : null;
  const supplier = useSupplier(id);
  const figures = useIndicators(id, valid ? period : null, asOf);
  const catalogue = useIndicatorCatalogue();
  if (supplier.isPending || catalogue.isPending) return <Waiting />;
  const status = supplier.isError ? asProblem(supplier.error).status : null;
  if (status === 404 || status === 400) return <Missing title={t('supplier.missing')} why={t('supplier.missingWhy')} />;
  if (catalogue.isSuccess && !catalogue.data.items.some((item) => item.indicator === indicator)) return <Missing title={t('facts.noIndicator')} why={t('facts.noIndicatorWhy')} />;
  const item = figures.data?.items.find((each) => each.indicator === indicator);
  return (
    <Page
      title={title(indicator)}
      back={{ to: `/suppliers/${id}`, label: supplier.data?.name ?? t('suppliers.title') }}
      lead={t('facts.lead')}
    >
      {supplier.isError && <ProblemNotice error={supplier.error} onRetry={() => void supplier.refetch()} />}
      <Choice supplierId={id} indicator={indicator} period={period} asOf={asOf} valid={valid} onChange={change} />
      {figures.isError && <ProblemNotice error={figures.error} onRetry={() => void figures.refetch()} />}
      <div className="column">
        {item && <Figure item={item} asOf={asOf} />}
        {valid && <FactsBehind supplierId={id} indicator={indicator} period={period} asOf={asOf} item={item} />}
      </div>
    </Page>
  );
}

function Choice(props: {
  supplierId: string;
  indicator: string;
  period: Period;
  asOf: string | null;
  valid: boolean;
  onChange: (name: 'from' | 'to' | 'asOf', value: string) => void;
}) {
  const { t } = useTranslation();
  const title = useIndicatorTitle();
  const navigate = useNavigate();
  const catalogue = useIndicatorCatalogue();
  const { supplierId, indicator, period, asOf, valid, onChange } = props;
  return (
    <div className="filters" role="search" aria-label={t('list.filters')}>
      <NativeSelect
        className="filter-wide"
        label={t('score.indicator')}
        value={indicator}
        onChange={(event) => void navigate(factsAddress(supplierId, event.currentTarget.value, period, asOf))}
        data={(catalogue.data?.items ?? []).map((each) => ({ value: each.indicator, label: title(each.indicator, each.title) }))}
      />
      <TextInput type="date" label={t('period.from')} value={period.from} onChange={(event) => onChange('from', event.currentTarget.value)} />
      <TextInput type="date" label={t('period.to')} value={period.to} error={valid ? undefined : t('period.wrong')} onChange={(event) => onChange('to', event.currentTarget.value)} />
      <TextInput type="date" label={t('facts.asOf')} value={asOf ?? ''} onChange={(event) => onChange('asOf', event.currentTarget.value)} />
    </div>
  );
}

/** Months that a series of bars needs to say anything. */
const FEWEST_MONTHS = 2;

function Figure({ item, asOf }: { item: Indicator; asOf: string | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const figure = useFigure();
  const title = useIndicatorTitle();
  const catalogue = useIndicatorCatalogue();
  const definition = catalogue.data?.items.find(({ indicator }) => indicator === item.indicator);
  const scale = definition?.scale ?? 1;
  return (
    <Panel title={t('facts.figure')} note={definition && <span lang="en">{definition.formula}</span>}>
      <p className={item.status === 'ok' ? 'figure-value' : 'figure-value figure-thin'}>{item.value === null ? '–' : figure(item.value, item.unit)}</p>
      {item.denominator > 0 && (
        <p className="number-text">
          {format.number(item.numerator, 4)} / {format.number(item.denominator, 4)}
          {scale === 1 ? '' : ` × ${format.count(scale)}`} = {item.value === null ? '–' : figure(item.value, item.unit, 4)}
        </p>
      )}
      <p className="small soft">
        {item.status === 'ok' ? t('indicator.sample', { count: item.sample }) : t('indicator.tooFew', { count: item.sample })}
        {asOf !== null && ` · ${t('facts.seenFrom', { date: format.date(asOf) })}`}
      </p>
      {definition?.measuresUs && (
        <Notice>
          <p>{t('facts.measuresUs')}</p>
        </Notice>
      )}
      {(item.series?.filter(({ denominator }) => denominator > 0).length ?? 0) >= FEWEST_MONTHS && <MonthBars title={title(item.indicator)} unit={item.unit} series={item.series ?? []} />}
    </Panel>
  );
}
