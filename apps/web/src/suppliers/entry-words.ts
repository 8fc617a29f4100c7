import { useTranslation } from 'react-i18next';
import { useEventWords } from '../cases/event-words.js';
import { useFormat } from '../i18n/format.js';
import { useCycleWords } from './cycle-entry-words.js';
import { isDisruption, shortened, textsOf, type Words } from './entry-texts.js';
import type { TimelineEntry } from './queries.js';

/** What the timeline tells of meetings; those held stand there as what was written down. */
const meetingNews = ['planned', 'moved', 'changed', 'cancelled', 'missed'] as const;

/** What an entry of the timeline says, in a sentence. */
export function useEntryWords(): (entry: TimelineEntry) => Words {
  const { t } = useTranslation();
  const format = useFormat();
  const eventWords = useEventWords();
  const judged = useJudgedWords();
  return (entry) => {
    const { kind, data } = entry;
    const text = textsOf(data);
    switch (kind) {
      case 'event':
        if (isDisruption(entry)) return { text: t('timeline.disruption'), tone: 'bad' };
        return eventWords(text('type'), (data['data'] ?? {}) as Record<string, unknown>);
      case 'message':
        return { text: t('timeline.message', { author: text('author'), text: shortened(text('text')) }) };
      case 'import':
        return { text: t('timeline.import', { count: Number(data['orderLines'] ?? 0), file: text('fileName') }) };
      case 'segmentation':
        return { text: t('timeline.segmentation', { category: text('category'), segment: t(`segment.${text('segment') as 'routine'}`) }) };
      case 'override': {
        const segment = t(`segment.${text('segment') as 'routine'}`);
        if (text('what') === 'expired') return { text: t('timeline.overrideExpired', { segment }) };
        if (text('what') === 'ended') return { text: t('timeline.overrideEnded', { segment }) };
        return { text: t('timeline.overrideMade', { segment, until: format.date(text('expiresOn').slice(0, 10)), reason: shortened(text('reason')) }) };
      }
      case 'merge':
        return { text: t('timeline.merge', { names: Array.isArray(data['names']) ? data['names'].join(' · ') : text('reason') }) };
      case 'meeting': {
        const what = meetingNews.find((each) => each === text('what')) ?? 'changed';
        const words = t(`timeline.meeting.${what}`, { title: text('title'), when: format.instant(text('startsAt')), reason: shortened(text('reason')) });
        return what === 'missed' || what === 'cancelled' ? { text: words, tone: 'warn' } : { text: words };
      }
      case 'forecast': {
        const version = text('version');
        if (text('what') === 'published') return { text: t('timeline.forecast.published', { version, until: format.instant(text('dueAt')) }) };
        const short = Number(data['short'] ?? 0);
        if (short === 0) return { text: t('timeline.forecast.committed', { version }), tone: 'good' };
        return { text: t('timeline.forecast.short', { version, count: short, lines: text('lines') }), tone: 'warn' };
      }
      case 'submission':
        if (text('what') === 'returned') return { text: t('timeline.submissionReturned', { reason: shortened(text('reason')) }), tone: 'warn' };
        if (text('what') === 'accepted') return { text: t('timeline.submissionAccepted'), tone: 'good' };
        return { text: t('timeline.submissionSubmitted', { text: shortened(text('text')) }) };
      default:
        return judged(entry);
    }
  };
}

function useJudgedWords(): (entry: TimelineEntry) => Words {
  const { t } = useTranslation();
  const format = useFormat();
  const cycle = useCycleWords();
  return (entry) => {
    const { kind, data } = entry;
    const text = textsOf(data);
    const score = data['score'] === null ? t('score.noScore') : format.number(Number(data['score']));
    switch (kind) {
      case 'score':
        return { text: t('timeline.score', { grade: text('grade'), score, period: format.period(text('periodStart').slice(0, 10), text('periodEnd').slice(0, 10)) }) };
      case 'restatement': {
        const period = format.period(text('periodStart').slice(0, 10), text('periodEnd').slice(0, 10));
        return { text: t('timeline.restatement', { period, before: text('gradeBefore'), grade: text('grade'), score }), tone: 'fair' };
      }
      case 'finding': {
        const finding = t(`finding.${text('finding') as 'sanctionsHit'}`);
        const reason = shortened(text('reason'));
        return text('what') === 'lifted' ? { text: t('timeline.findingLifted', { finding, reason }) } : { text: t('timeline.findingFound', { finding, reason }), tone: 'bad' };
      }
      case 'alert': {
        const rule = t(`alertRule.${text('rule') as 'complaintSurge'}`);
        if (text('what') === 'told') return { text: t('timeline.alertTold', { rule }) };
        if (text('what') !== 'closed') return { text: t('timeline.alertRaised', { rule }), tone: 'warn' };
        return { text: t('timeline.alertClosed', { rule, because: t(`alertClosed.${text('because') as 'recovered'}`) }) };
      }
      default:
        return cycle(entry);
    }
  };
}
