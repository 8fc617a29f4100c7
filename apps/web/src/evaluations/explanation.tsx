import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.js';
import type { Score } from './queries.js';

type Data = Score['explanation'];
type Line = Data['lines'][number];

const units: Readonly<Record<Line['indicator'], 'percent' | 'days' | 'ratio'>> = {
  onTimeDelivery: 'percent',
  onTimeDeliveryByQuantity: 'percent',
  meanLateness: 'days',
  leadTimeMean: 'days',
  leadTimeVariation: 'ratio',
};

/** The arithmetic of a score, step by step, so that anybody can do it again with pen and paper. */
export function Explanation({ explanation }: { explanation: Data }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { gradeBounds: bounds } = explanation;
  const terms = explanation.lines.flatMap((line) => (line.contribution === null ? [] : [format.number(Number(line.contribution), 4)]));
  return (
    <div className="explanation">
      <p className="small soft">{t('explain.policy', { version: explanation.policyVersion, segment: t(`segment.${explanation.segment}`) })}</p>
      <ol className="plain-list">
        {explanation.lines.map((line) => (
          <LineSteps key={line.indicator} line={line} explanation={explanation} />
        ))}
      </ol>
      <div className="explanation-sum">
        {explanation.sum === null || explanation.score === null ? (
          <p>{t('explain.tooThin', { weight: format.number(Number(explanation.weightWithData)), least: explanation.minimumWeightShare })}</p>
        ) : (
          <>
            <p className="number-text">
              {t('explain.sum', { terms: terms.join(' + '), sum: format.number(Number(explanation.sum), 4), score: format.number(Number(explanation.score)) })}
            </p>
            <p>{t('explain.bounds', { a: bounds.A, b: bounds.B, grade: explanation.gradeByScore })}</p>
          </>
        )}
        {explanation.gates.map(({ gate, highestGrade }) => (
          <p key={gate}>{t(`explain.gate.${gate}`, { grade: highestGrade })}</p>
        ))}
        <p>
          <strong>{t('explain.grade', { grade: explanation.grade })}</strong>
        </p>
      </div>
    </div>
  );
}

function LineSteps({ line, explanation }: { line: Line; explanation: Data }) {
  const { t } = useTranslation();
  const format = useFormat();
  const exact = (text: string | null) => (text === null ? '–' : format.number(Number(text), 4));
  const unit = units[line.indicator];
  const suffix = unit === 'percent' ? ' %' : unit === 'days' ? ` ${t('unit.d')}` : '';
  return (
    <li>
      <p>
        <strong>{t(`indicator.${line.indicator}`)}</strong>
      </p>
      {line.status === 'refused' ? (
        <p>{t('explain.refused')}</p>
      ) : (
        <p className="number-text">
          {exact(line.numerator)} / {exact(line.denominator)}
          {unit === 'percent' ? ' × 100' : ''} = {exact(line.value)}
          {line.value === null ? '' : suffix} <span className="soft">({t('indicator.sample', { count: line.sample })})</span>
        </p>
      )}
      {line.status === 'insufficientData' ? (
        <p className="soft">{t('explain.insufficient', { sample: line.sample, least: line.minimumSample, weight: line.weight })}</p>
      ) : (
        <>
          <p className="number-text">
            <Rule line={line} suffix={suffix} /> = {t('explain.points', { points: exact(line.points) })}
          </p>
          {line.sharedWeight !== null && line.contribution !== null && (
            <p className="number-text">
              {explanation.weightWithData !== '100' && (
                <>{t('explain.shared', { weight: line.weight, total: exact(explanation.weightWithData), shared: exact(line.sharedWeight) })} </>
              )}
              {exact(line.points)} × {exact(line.sharedWeight)} / 100 = <strong>{exact(line.contribution)}</strong>
            </p>
          )}
        </>
      )}
    </li>
  );
}

function Rule({ line, suffix }: { line: Line; suffix: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { normaliser } = line;
  const value = line.value === null ? '–' : format.number(Number(line.value), 4);
  switch (normaliser.kind) {
    case 'linear':
      return (
        <>
          {t('explain.linear', { floor: `${normaliser.floor}${suffix}`, target: `${normaliser.target}${suffix}` })} ({value} − {normaliser.floor}) / (
          {normaliser.target} − {normaliser.floor}) × 100
        </>
      );
    case 'bands':
      return (
        <>
          {t('explain.bands', {
            bands: normaliser.bands.map(({ bound, points }) => `${bound}${suffix} → ${points}`).join('; '),
            otherwise: normaliser.otherwise,
          })}
        </>
      );
    case 'step':
      return <>{t('explain.step', { threshold: `${normaliser.threshold}${suffix}` })}</>;
  }
}
