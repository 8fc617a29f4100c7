import { useTranslation } from 'react-i18next';
import { alertRules } from '../alerts/queries.js';
import { useEventWords } from '../cases/event-words.js';
import { gradeLetters } from '../evaluations/queries.js';
import { useFormat } from '../i18n/format.js';
import type { Happening } from './queries.js';

interface Words {
  readonly text: string;
  readonly tone?: 'good' | 'fair' | 'warn' | 'bad' | undefined;
}

const proposalKinds = ['phaseOut', 'cancelRectification', 'openRectification', 'consequence'] as const;
const proposalReasons = ['rectificationFailed', 'scoreRestated', 'consequenceRule', 'gradeCAgain', 'fatalGate'] as const;
const closings = ['recovered', 'lapsed'] as const;
/** Of the suppliers with a C so many are named. */
const NAMED = 4;

/** A happening as a sentence without its supplier; null for what is only counted. */
export function useHappeningWords(): (happening: Happening) => Words | null {
  const { t } = useTranslation();
  const format = useFormat();
  const eventWords = useEventWords();
  const period = ({ periodStart, periodEnd }: Happening) => format.period(String(periodStart), String(periodEnd));
  const rule = (name: unknown) => {
    const known = alertRules.find((each) => each === name);
    return known ? t(`alertRule.${known}`) : String(name);
  };
  const proposal = (name: unknown) => {
    const known = proposalKinds.find((each) => each === name);
    return known ? t(`proposals.${known}`) : String(name);
  };
  return (happening) => {
    switch (happening.kind) {
      case 'published': {
        const counts = (happening['grades'] ?? {}) as Record<string, number>;
        const named = (Array.isArray(happening['gradedC']) ? happening['gradedC'] : []).map(String);
        const grades = gradeLetters.map((grade) => `${grade} ${format.count(counts[grade] ?? 0)}`).join(' · ');
        const text = t('story.published', { period: period(happening), grades });
        if (named.length === 0) return { text };
        const more = named.length - NAMED;
        const names = named.slice(0, NAMED).join(', ');
        return { text: `${text} ${more > 0 ? t('story.gradedCMore', { names, count: more }) : t('story.gradedC', { names })}`, tone: 'fair' };
      }
      case 'restated': {
        const [before, after] = [String(happening['before']), String(happening['after'])];
        return before === after ? null : { text: t('story.restated', { period: period(happening), before, grade: after }), tone: 'fair' };
      }
      case 'alertRaised':
        return { text: t('timeline.alertRaised', { rule: rule(happening['rule']) }), tone: 'warn' };
      case 'alertClosed': {
        const because = closings.find((each) => each === happening['because']);
        return { text: t('timeline.alertClosed', { rule: rule(happening['rule']), because: because ? t(`alertClosed.${because}`) : String(happening['because']) }), tone: 'good' };
      }
      case 'case':
        return eventWords(String(happening['event']), (happening['data'] ?? {}) as Record<string, unknown>);
      case 'proposed': {
        const reason = proposalReasons.find((each) => each === happening['reason']);
        return { text: t('story.proposed', { what: proposal(happening['proposal']), reason: reason ? t(`proposals.${reason}`) : String(happening['reason']) }), tone: 'warn' };
      }
      case 'decided': {
        const decision = (['accepted', 'dismissed'] as const).find((each) => each === happening['decision']);
        const what = proposal(happening['proposal']);
        return { text: decision ? t(`story.decided.${decision}`, { what }) : t('story.decided', { what, decision: String(happening['decision']) }) };
      }
      default:
        return null;
    }
  };
}
