import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../i18n/format.js';
import { useFigure, useIndicatorTitle } from '../suppliers/indicator-words.js';
import { factsOfScore } from './facts-of-score.js';
import type { ExplainedScore } from './queries.js';

type Data = ExplainedScore['explanation'];
type Line = Data['lines'][number];
type Definition = ExplainedScore['figures'][number];

/** The arithmetic of a score, step by step, so that anybody can do it again with pen and paper. */
export function Explanation({ score }: { score: ExplainedScore }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { explanation } = score;
  const { gradeBounds: bounds } = explanation;
  const terms = explanation.lines.flatMap((line) => (line.contribution === null ? [] : [format.number(Number(line.contribution), 4)]));
  return (
    <div className="explanation">
      <p className="small soft">{t('explain.policy', { version: explanation.policyVersion, segment: t(`segment.${explanation.segment}`) })}</p>
      <ol className="plain-list">
        {explanation.lines.map((line) => (
          <LineSteps key={line.indicator} line={line} score={score} />
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
        {explanation.gates.map(({ gate, highestGrade, fatal }) => (
          <p key={gate}>
            {t(`explain.gate.${gate}`, { grade: highestGrade })} {t('explain.lookedAt', { date: format.date(score.cutOffAt.slice(0, 10)) })} {fatal && <strong>{t('explain.fatal')}</strong>}
          </p>
        ))}
        <p>
          <strong>{t('explain.grade', { grade: explanation.grade })}</strong>
        </p>
      </div>
    </div>
  );
}

function LineSteps({ line, score }: { line: Line; score: ExplainedScore }) {
  const { t } = useTranslation();
  const format = useFormat();
  const title = useIndicatorTitle();
  const definition = score.figures.find(({ indicator }) => indicator === line.indicator);
  const { explanation } = score;
  const exact = (text: string | null) => (text === null ? '–' : format.number(Number(text), 4));
  const name = title(line.indicator, definition?.title);
  return (
    <li>
      <h3 className="explanation-title">{name}</h3>
      {line.status === 'refused' ? (
        <p>{t('explain.refused')}</p>
      ) : (
        <Quotient line={line} definition={definition} />
      )}
      {line.status === 'insufficientData' ? (
        <p className="soft">{t('explain.insufficient', { sample: line.sample, least: line.minimumSample, weight: line.weight })}</p>
      ) : (
        <>
          <p className="number-text">
            <Rule line={line} unit={definition?.unit} /> = {t('explain.points', { points: exact(line.points) })}
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
      {line.sample > 0 && (
        <p>
          <Link to={factsOfScore(score, line.indicator)}>
            {t('facts.show')}
            <span className="quiet">: {name}</span>
          </Link>
        </p>
      )}
    </li>
  );
}

function Quotient({ line, definition }: { line: Line; definition: Definition | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const figure = useFigure();
  const exact = (text: string) => format.number(Number(text), 4);
  const scale = definition?.scale ?? 1;
  return (
    <>
      {definition && (
        <p className="small soft">{definition.formula}</p>
      )}
      <p className="number-text">
        {exact(line.numerator)} / {exact(line.denominator)}
        {scale === 1 ? '' : ` × ${format.count(scale)}`} = {line.value === null ? '–' : figure(Number(line.value), definition?.unit ?? 'ratio', 4)}{' '}
        <span className="soft">({t('indicator.sample', { count: line.sample })})</span>
      </p>
    </>
  );
}

function Rule({ line, unit = 'ratio' }: { line: Line; unit: Definition['unit'] | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const figure = useFigure();
  const { normaliser } = line;
  const value = line.value === null ? '–' : format.number(Number(line.value), 4);
  const bound = (at: number) => figure(at, unit, 4);
  switch (normaliser.kind) {
    case 'linear': {
      const [floor, target] = [format.number(normaliser.floor, 4), format.number(normaliser.target, 4)];
      const raw = ((Number(line.value) - normaliser.floor) / (normaliser.target - normaliser.floor)) * 100;
      return (
        <>
          {t('explain.linear', { floor: bound(normaliser.floor), target: bound(normaliser.target) })} ({value} − {floor}) / ({target} − {floor}) × 100
          {(raw > 100 || raw < 0) && ` = ${format.number(raw, 4)}, ${t(raw > 100 ? 'explain.mostHundred' : 'explain.leastZero')}`}
        </>
      );
    }
    case 'bands':
      return (
        <>
          {t('explain.bands', {
            bands: normaliser.bands.map((band) => `${bound(band.bound)} → ${format.number(band.points)}`).join('; '),
            otherwise: normaliser.otherwise,
          })}
        </>
      );
    case 'step':
      return <>{t('explain.step', { threshold: bound(normaliser.threshold) })}</>;
  }
}
