import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.js';
import { useFigure, type Unit } from './indicator-words.js';
import type { Indicator } from './queries.js';

type Month = NonNullable<Indicator['series']>[number];

/** Most months that bars are drawn for; more would be thinner than a line. */
const WIDEST = 60;

/** An indicator month by month as bars, with the same figures as a table. A month without facts has no bar. */
export function MonthBars({ title, unit, series }: { title: string; unit: Unit; series: readonly Month[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const figure = useFigure();
  const shown = series.slice(-WIDEST);
  const heading = t('months.titleOf', { indicator: title });
  // A rate is drawn against 100 %, everything else against its own largest month.
  const full = Math.max(unit === 'percent' || unit === 'points' ? 100 : 0, ...shown.map(({ value }) => Math.abs(value ?? 0))) || 1;
  const height = (value: number | null) => (value === null ? 0 : Math.max(2, (Math.abs(value) / full) * 100));
  const say = (value: number | null) => (value === null ? '–' : figure(value, unit));
  return (
    <div className="months">
      <h3>{heading}</h3>
      <div className="months-plot" aria-hidden="true">
        {shown.map((month) => (
          <span key={month.month} className={classOf(month)} title={`${format.month(month.month)}: ${say(month.value)} (${format.count(month.sample)})`}>
            <span style={{ height: `${height(month.value)}%` }} />
          </span>
        ))}
      </div>
      <p className="months-axis small soft" aria-hidden="true">
        <span>{shown[0] ? format.month(shown[0].month) : ''}</span>
        <span>{t('months.full', { value: figure(full, unit) })}</span>
        <span>{shown.length > 1 ? format.month(shown.at(-1)?.month ?? '') : ''}</span>
      </p>
      <p className="small soft months-key">
        <span className="key key-thin" aria-hidden="true" /> {t('months.thin')}
      </p>
      <details>
        <summary className="small">{t('months.asTable')}</summary>
        <table className="table table-plain">
          <caption>{heading}</caption>
          <thead>
            <tr>
              <th scope="col">{t('months.month')}</th>
              <th scope="col" className="end">
                {t('score.value')}
              </th>
              <th scope="col" className="end">
                {t('score.sample')}
              </th>
            </tr>
          </thead>
          <tbody>
            {series
              .filter(({ denominator }) => denominator > 0)
              .reverse()
              .map((month) => (
                <tr key={month.month}>
                  <td>{format.month(month.month)}</td>
                  <td className="end">
                    {say(month.value)}
                    {month.status === 'insufficientData' && <span className="soft"> · {t('months.few')}</span>}
                  </td>
                  <td className="end">{format.count(month.sample)}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </details>
    </div>
  );
}

function classOf(month: Month): string {
  if (month.denominator === 0) return 'month month-none';
  const sign = (month.value ?? 0) < 0 ? ' month-below' : '';
  return month.status === 'insufficientData' ? `month month-thin${sign}` : `month${sign}`;
}
