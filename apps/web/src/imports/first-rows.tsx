import { useTranslation } from 'react-i18next';
import type { Suggestion } from './queries.js';

/** Rows that are shown of a file's head. */
const SHOWN = 5;

/** The head of the file as it was read, column by column; used columns are marked. */
export function FirstRows({ suggestion, used }: { suggestion: Suggestion; used: ReadonlySet<string> }) {
  const { t } = useTranslation();
  const { columns, rows } = suggestion;
  return (
    <div className="first-rows" role="region" tabIndex={0} aria-label={t('mapping.firstRows')}>
      <table>
        <caption>{t('mapping.firstRowsNote', { count: columns.length })}</caption>
        <thead>
          <tr>
            {columns.map(({ name }, at) => (
              <th key={`${at} ${name}`} scope="col" className={used.has(name) ? 'first-rows-used' : undefined}>
                {name}
                {used.has(name) && <span className="quiet"> ({t('mapping.used')})</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, SHOWN).map((row, line) => (
            <tr key={line}>
              {columns.map(({ name }, at) => (
                <td key={`${at} ${name}`}>{row[at] ?? ''}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
