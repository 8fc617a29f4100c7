import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.js';
import type { Indicator } from './queries.js';

type Month = NonNullable<Indicator['series']>[number];

/** Most months that bars are drawn for; more would be thinner than a line. */
const WIDEST = 60;

/** On-time delivery month by month as bars, with the same figures as a table. A month without lines has no bar. */
export function MonthBars({ series }: { series: readonly Month[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const shown = series.slice(-WIDEST);
  return (
    <div className="months">
      <h3>{t('months.title')}</h3>
      <div className="months-plot" aria-hidden="true">
        {shown.map((month) => (
          <span key={month.month} className={classOf(month)} title={`${format.month(month.month)}: ${month.value === null ? '–' : format.percent(month.value)} (${month.denominator})`}>
            <span style={{ height: `${month.value === null ? 0 : Math.max(2, month.value)}%` }} />
          </span>
        ))}
      </div>
      <p className="months-axis small soft" aria-hidden="true">
        <span>{shown[0] ? format.month(shown[0].month) : ''}</span>
        <span>{shown.length > 1 ? format.month(shown.at(-1)?.month ?? '') : ''}</span>
      </p>
      <p className="small soft months-key">
        <span className="key key-thin" aria-hidden="true" /> {t('months.thin')}
      </p>
      <details>
        <summary className="small">{t('months.asTable')}</summary>
        <table className="table table-plain">
          <caption>{t('months.title')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('months.month')}</th>
              <th scope="col" className="end">
                {t('supplier.onTime')}
              </th>
              <th scope="col" className="end">
                {t('months.lines')}
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
                    {month.value === null ? '–' : format.percent(month.value)}
                    {month.status === 'insufficientData' && <span className="soft"> · {t('months.few')}</span>}
                  </td>
                  <td className="end">{t('months.of', { numerator: format.count(month.numerator), denominator: format.count(month.denominator) })}</td>
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
  return month.status === 'insufficientData' ? 'month month-thin' : 'month';
}
