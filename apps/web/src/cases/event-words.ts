import { useTranslation } from 'react-i18next';
import { useCaseWords } from './words.js';

type Tone = 'good' | 'warn' | 'bad' | undefined;

const known = {
  opened: 'warn',
  acknowledged: undefined,
  containmentSubmitted: undefined,
  containmentAccepted: 'good',
  containmentReturned: 'warn',
  rootCauseSubmitted: undefined,
  rootCauseAccepted: 'good',
  rootCauseReturned: 'warn',
  planSubmitted: undefined,
  planAccepted: 'good',
  planReturned: 'warn',
  evidenceSubmitted: undefined,
  evidenceReturned: 'warn',
  verified: 'good',
  watchProlonged: undefined,
  effectivenessAsked: 'warn',
  foundIneffective: 'bad',
  reopened: 'warn',
  recurred: 'bad',
  reassigned: undefined,
  commented: undefined,
  merged: undefined,
  closedEffective: 'good',
  failed: 'bad',
  phaseOutProposed: 'bad',
  cancelled: undefined,
  extensionRequested: 'warn',
  extensionGranted: undefined,
  extensionRefused: 'warn',
  reminded: undefined,
  escalated: 'bad',
} as const satisfies Record<string, Tone>;

const parties = ['supplier', 'owner', 'quality', 'manager', 'escalationContact'] as const;

/** An event of a case as a sentence, with the tone of its dot; an unknown event by its own name. */
export function useEventWords(): (type: string, data: Record<string, unknown>) => { text: string; tone: Tone } {
  const { t } = useTranslation();
  const words = useCaseWords();
  return (type, data) => {
    if (!(type in known)) return { text: type, tone: undefined };
    const name = type as keyof typeof known;
    const party = parties.find((each) => each === data['to']);
    const text = t(`event.${name}`, {
      stage: words.stage(String(data['stage'] ?? '')),
      to: party ? t(`party.${party}`) : '',
      count: Number(data['businessDays'] ?? 0),
    });
    return { text, tone: known[name] };
  };
}
