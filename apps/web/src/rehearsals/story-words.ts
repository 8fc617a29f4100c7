import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { alertRules } from '../alerts/queries.js';
import { useEventWords } from '../cases/event-words.js';
import { useMailKind } from '../deliveries/mail-kind.js';
import { gradeLetters } from '../evaluations/queries.js';
import { useFormat, type Format } from '../i18n/format.js';
import type { Words } from '../suppliers/entry-texts.js';
import { nameOfConsequence, nameOfProposal } from './figures.js';
import type { Happening } from './queries.js';

const proposalReasons = ['rectificationFailed', 'notRequalified', 'scoreRestated', 'consequenceRule', 'gradeCAgain', 'fatalGate'] as const;
const closings = ['recovered', 'lapsed'] as const;
const decisions = ['accepted', 'dismissed'] as const;
const appealEnds = ['upheld', 'rejected', 'undecided'] as const;
/** Of the suppliers with a C so many are named. */
const NAMED = 4;

/** What the words are made with. */
export interface Speech {
  readonly t: TFunction;
  readonly format: Format;
  readonly event: (type: string, data: Record<string, unknown>) => Words;
  readonly mailKind: (template: string) => string;
}

/** A happening as a sentence without its supplier; null for what is only counted. */
export function useHappeningWords(): (happening: Happening) => Words | null {
  const { t } = useTranslation();
  const speech = { t, format: useFormat(), event: useEventWords(), mailKind: useMailKind() };
  return (happening) => wordsOf(happening, speech);
}

/** See {@link useHappeningWords}. */
export function wordsOf(happening: Happening, { t, format, event, mailKind }: Speech): Words | null {
  const said = (name: string) => String(happening[name]);
  const number = (name: string) => Number(happening[name] ?? 0);
  const period = () => format.period(said('periodStart'), said('periodEnd'));
  // Alerts of one rule on different categories are different alerts.
  const withCategory = (text: string) => (typeof happening['category'] === 'string' ? `${text} (${happening['category']})` : text);
  const rule = () => {
    const known = alertRules.find((each) => each === happening['rule']);
    return known ? t(`alertRule.${known}`) : said('rule');
  };
  const what = () => nameOfConsequence(t, said('what')) ?? nameOfProposal(t, said('proposal'));
  switch (happening.kind) {
    case 'published':
      return published(happening, period(), { t, format });
    case 'restated': {
      const [before, after] = [said('before'), said('after')];
      return before === after ? null : { text: t('story.restated', { period: period(), before, grade: after }), tone: 'fair' };
    }
    case 'alertRaised':
      return { text: withCategory(t('timeline.alertRaised', { rule: rule() })), tone: 'warn' };
    case 'alertClosed': {
      const because = closings.find((each) => each === happening['because']);
      return { text: withCategory(t('timeline.alertClosed', { rule: rule(), because: because ? t(`alertClosed.${because}`) : said('because') })), tone: 'good' };
    }
    case 'case':
    case 'onboarding':
    case 'phaseOut':
      return event(said('event'), (happening['data'] ?? {}) as Record<string, unknown>);
    case 'proposed': {
      const reason = proposalReasons.find((each) => each === happening['reason']);
      return { text: t('story.proposed', { what: what(), reason: reason ? t(`proposals.${reason}`) : said('reason') }), tone: 'warn' };
    }
    case 'decided': {
      const decision = decisions.find((each) => each === happening['decision']);
      return { text: decision ? t(`story.decided.${decision}`, { what: what() }) : t('story.decided', { what: what(), decision: said('decision') }) };
    }
    case 'rated':
      return { text: t('story.rated', { period: period(), answered: format.count(number('answered')), count: number('asked') }) };
    case 'calibrated': {
      const use = happening['use'] === 'raw' ? 'raw' : 'calibrated';
      return { text: `${t(`story.calibrated.${use}`, { period: period() })} ${t(happening['byDeadline'] === true ? 'story.calibratedByDeadline' : 'story.calibratedByManager')}` };
    }
    case 'overridden':
      return { text: t('story.overridden', { before: said('before'), grade: said('after') }), tone: 'fair' };
    case 'released':
      return { text: t(happening['byDeadline'] === true ? 'story.releasedByDeadline' : 'story.released', { period: period() }) };
    case 'appealed':
      return { text: t('story.appealed', { period: period() }), tone: 'warn' };
    case 'appealEnded': {
      const end = appealEnds.find((each) => each === happening['decision']) ?? 'undecided';
      return { text: t(`story.appealEnded.${end}`, { period: period(), grade: said('grade') }), ...(end === 'upheld' ? { tone: 'good' as const } : {}) };
    }
    case 'mailed': {
      const [mails, toSuppliers] = [number('mails'), number('toSuppliers')];
      const whom = toSuppliers === 0 ? t('story.mailedInside') : toSuppliers === mails ? t('story.mailedOutside') : t('story.mailedBoth', { count: toSuppliers });
      return { text: `${t('story.mailed', { count: mails, what: mailKind(said('template')) })} ${whom}` };
    }
  }
}

function published(happening: Happening, period: string, { t, format }: Pick<Speech, 't' | 'format'>): Words {
  const counts = (happening['grades'] ?? {}) as Record<string, number>;
  const named = (Array.isArray(happening['gradedC']) ? happening['gradedC'] : []).map(String);
  const grades = gradeLetters.map((grade) => `${grade} ${format.count(counts[grade] ?? 0)}`).join(' · ');
  const text = t('story.published', { period, grades });
  if (named.length === 0) return { text };
  const more = named.length - NAMED;
  const names = named.slice(0, NAMED).join(', ');
  return { text: `${text} ${more > 0 ? t('story.gradedCMore', { names, count: more }) : t('story.gradedC', { names })}`, tone: 'fair' };
}
