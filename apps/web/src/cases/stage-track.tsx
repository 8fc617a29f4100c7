import { useTranslation } from 'react-i18next';
import { Icon } from '../ui/icon.js';
import type { Case } from './queries.js';
import { partOf, stepsOf, useCaseWords } from './words.js';

/** More steps than these stand in rows. */
const MOST_IN_A_ROW = 8;

/** The arc of the case as a row of steps: done, current, still to come. A failed or cancelled case shows no step as current. */
export function StageTrack({ one }: { one: Case }) {
  const { t } = useTranslation();
  const words = useCaseWords();
  const steps = stepsOf(one);
  if (steps.length === 0) return null;
  const stage = partOf[one.stage] ?? one.stage;
  const current = steps.findIndex((step) => step === stage);
  return (
    <ol className="track" aria-label={t('case.progress')} style={{ ['--steps' as string]: steps.length > MOST_IN_A_ROW ? undefined : steps.length }}>
      {steps.map((step, index) => {
        const done = current > index || one.stage === steps.at(-1);
        const state = done ? 'done' : current === index ? 'current' : 'ahead';
        return (
          <li key={step} className={`track-step track-${state}`} aria-current={state === 'current' ? 'step' : undefined}>
            <span className="track-dot">{done ? <Icon name="check" size={12} /> : null}</span>
            <span>
              {words.stage(step)}
              {done && <span className="quiet">{t('case.stepDone')}</span>}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
