import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.js';
import { usePersonName } from '../policies/people.js';
import { State } from '../ui/signs.js';
import { useOutcomeWords } from './outcome-words.js';
import type { Outcome } from './queries.js';
import { wayToGoal } from './way.js';

const tones = { met: 'good', notMet: 'bad', noBaseline: 'warn', insufficientData: undefined } as const;

/** One outcome: the figure, whether its goal is reached, and what both rest on. */
export function OutcomeCard({ outcome, onBaseline }: { outcome: Outcome; onBaseline: (() => void) | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useOutcomeWords();
  const { outcome: name, value, unit, status, change, sample, baseline } = outcome;
  return (
    <li className={`panel outcome${tones[status] ? ` tone-${tones[status]}` : ''}`}>
      <h2>{t(`outcome.${name}`)}</h2>
      <p className="outcome-value">{value === null ? <span className="soft">{t('outcome.unknown')}</span> : words.value(unit, value)}</p>
      <p>
        <State label={t(`outcomeStatus.${status}`)} tone={tones[status]} />
      </p>
      <p className="small">{words.goal(outcome)}</p>
      <Way outcome={outcome} />
      {change !== null && baseline.value !== null && <p className="small">{t(unit === 'perHour' ? 'outcome.speedAgainst' : 'outcome.against', { change: words.change(change), value: words.value(unit, baseline.value) })}</p>}
      {change === null && baseline.value !== null && <p className="small">{t('outcome.baselineOf', { value: words.value(unit, baseline.value) })}</p>}
      <p className="small soft">{t(`outcomeSample.${name}`, { shown: format.count(sample) })}</p>
      {status === 'insufficientData' && <p className="small soft">{t(`outcomeNeeds.${name}`)}</p>}
      {status === 'noBaseline' && <p className="small soft">{t('outcome.needsBaseline')}</p>}
      <details className="small">
        <summary>
          {t('outcome.basis')}
          <span className="quiet">: {t(`outcome.${name}`)}</span>
        </summary>
        <p className="soft">{t(`outcomeFormula.${name}`)}</p>
        <BaselineLine outcome={outcome} />
      </details>
      {onBaseline && (
        <p className="outcome-end">
          <Button size="compact-sm" variant="default" onClick={onBaseline}>
            {t('baseline.set')}
            <span className="quiet">: {t(`outcome.${name}`)}</span>
          </Button>
        </p>
      )}
    </li>
  );
}

function Way({ outcome }: { outcome: Outcome }) {
  const { t } = useTranslation();
  const format = useFormat();
  const way = wayToGoal(outcome);
  if (way === null || outcome.status === 'met') return null;
  return (
    <div>
      <span className="bar" aria-hidden="true">
        <span style={{ width: `${way * 100}%` }} />
      </span>
      <p className="small soft">{way === 0 ? t('outcome.wayNone') : t('outcome.way', { percent: format.percent(Math.round(way * 100)) })}</p>
    </div>
  );
}

function BaselineLine({ outcome: { baseline, unit } }: { outcome: Outcome }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useOutcomeWords();
  const person = usePersonName();
  const by = baseline.setBy === null ? null : person(baseline.setBy);
  return (
    <p className="soft">
      {t(`baselineSource.${baseline.source}`, {
        period: format.period(baseline.from, baseline.to),
        value: baseline.value === null ? t('outcome.unknown') : words.value(unit, baseline.value),
      })}
      {baseline.setAt !== null && <> · {by === null ? format.moment(baseline.setAt) : t('baseline.setBy', { by, at: format.moment(baseline.setAt) })}</>}
    </p>
  );
}
