import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.js';
import type { Question, Segmentation } from './segmentation-queries.js';

type AxisData = Segmentation['explanation']['supplyRisk'];

/** One axis of the matrix: its value against the bound, and on request the whole computation. */
export function Axis({ name, axis, highFrom, questions }: { name: 'supplyRisk' | 'profitImpact'; axis: AxisData; highFrom: number; questions: readonly Question[] | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const inputOf = useInputWords(questions);
  return (
    <div className="axis">
      <p className="row-line small">
        <span>{t(`axis.${name}`)}</span>
        <span>
          <strong className="number">{format.number(axis.value, 2)}</strong> – {axis.high ? t('axis.high', { from: format.number(highFrom) }) : t('axis.low', { from: format.number(highFrom) })}
        </span>
      </p>
      <span className="bar" aria-hidden="true">
        <span style={{ width: `${axis.value}%` }} />
      </span>
      <details className="small">
        <summary>
          {t('axis.explain')}
          <span className="quiet">: {t(`axis.${name}`)}</span>
        </summary>
        <ul className="plain-list axis-lines">
          {axis.lines.map((line) => (
            <li key={line.input}>
              {inputOf(line)}: {t('axis.line', { points: format.number(line.points, 2), weight: format.number(line.weight, 2) })}
            </li>
          ))}
        </ul>
        {axis.missing.length > 0 && <p className="soft">{t('axis.missing', { inputs: axis.missing.map((input) => inputOf({ input, given: '' })).join('; ') })}</p>}
        <p className="mono">{axis.arithmetic}</p>
      </details>
    </div>
  );
}

const figures = { activeSuppliers: 'figure.activeSuppliers', shareOfCategory: 'figure.shareOfCategory', categoryShareOfTotal: 'figure.categoryShareOfTotal', meanLeadTime: 'figure.meanLeadTime' } as const;

function useInputWords(questions: readonly Question[] | null): (line: { input: string; given: string | number }) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return ({ input, given }) => {
    if (input in figures) {
      const name = t(figures[input as keyof typeof figures]);
      return given === '' ? name : `${name} = ${format.number(Number(given), 2)}`;
    }
    const question = questions?.find((each) => each.question === input);
    const meaning = question?.scale.find(({ answer }) => answer === given)?.meaning ?? String(given);
    return [question?.ask ?? input, meaning].filter((each) => each !== '').join(' – ');
  };
}
