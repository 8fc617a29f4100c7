import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.js';
import { shortened, textsOf, type Words } from './entry-texts.js';
import type { TimelineEntry } from './queries.js';

const proposals = ['phaseOut', 'cancelRectification', 'openRectification', 'consequence'] as const;
const reasons = ['rectificationFailed', 'notRequalified', 'scoreRestated', 'consequenceRule', 'gradeCAgain', 'fatalGate'] as const;
const consequences = ['orderShare', 'prepayment', 'paymentTerms', 'chargeback', 'liquidatedDamages', 'award', 'awardWithdrawn', 'preferredForNewProjects'] as const;

/** What an entry says of evaluation cycles and of what follows from them. */
export function useCycleWords(): (entry: TimelineEntry) => Words {
  const { t } = useTranslation();
  const follows = useWhatFollows();
  return (entry) => {
    const { kind, data } = entry;
    const text = textsOf(data);
    const reason = shortened(text('reason'));
    switch (kind) {
      case 'scoreOverride': {
        const change = { before: text('gradeBefore'), grade: text('grade'), reason };
        return { text: text('origin') === 'appeal' ? t('timeline.scoreOverrideAppeal', change) : t('timeline.scoreOverride', change), tone: 'fair' };
      }
      case 'appeal':
        if (text('what') === 'upheld') return { text: t('timeline.appealUpheld', { reason }), tone: 'good' };
        if (text('what') === 'rejected') return { text: t('timeline.appealRejected', { reason }) };
        if (text('what') === 'undecided') return { text: t('timeline.appealUndecided'), tone: 'bad' };
        return { text: t('timeline.appealSubmitted', { text: shortened(text('text')) }), tone: 'warn' };
      case 'rating':
        return { text: t('timeline.rating', { count: Array.isArray(data['raters']) ? data['raters'].length : Number(data['raters'] ?? 0) }) };
      case 'survey':
        return { text: t('timeline.survey', { title: text('title') }) };
      default:
        return follows(entry);
    }
  };
}

/** Proposals, and consequences in force. */
function useWhatFollows(): (entry: TimelineEntry) => Words {
  const { t } = useTranslation();
  const format = useFormat();
  const consequence = (name: string) => {
    const known = consequences.find((each) => each === name);
    return known ? t(`consequenceName.${known}`) : name;
  };
  return ({ kind, data }) => {
    const text = textsOf(data);
    const reason = shortened(text('reason'));
    if (kind === 'proposal') {
      const known = proposals.find((each) => each === text('proposal'));
      const what = text('consequence') !== '' ? consequence(text('consequence')) : known ? t(`proposals.${known}`) : text('proposal');
      if (text('what') === 'accepted') return { text: t('timeline.proposalAccepted', { what }) };
      if (text('what') === 'dismissed') return { text: t('timeline.proposalDismissed', { what, reason }) };
      const why = reasons.find((each) => each === text('reason'));
      return { text: t('timeline.proposed', { what, reason: why ? t(`proposals.${why}`) : reason }), tone: 'warn' };
    }
    if (kind === 'consequence') {
      const what = consequence(text('consequence'));
      if (text('what') === 'ended') return { text: t('timeline.consequenceEnded', { what, reason: text('reason') === 'awardWithdrawn' ? t('consequenceName.awardWithdrawn') : reason }) };
      if (text('what') === 'expired') return { text: t('timeline.consequenceExpired', { what }) };
      const until = text('inForceUntil').slice(0, 10);
      return { text: until === '' ? t('timeline.consequenceInForce', { what }) : t('timeline.consequenceUntil', { what, until: format.date(until) }), tone: 'fair' };
    }
    return { text: kind };
  };
}
