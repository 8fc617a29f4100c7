import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.js';
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
  linksRevoked: undefined,
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
  impactRecorded: undefined,
  backupChosen: undefined,
  backupInvited: undefined,
  backupDropped: undefined,
  backupLost: 'bad',
  backupAwaited: undefined,
  sourceOverridden: 'warn',
  shiftPlanned: undefined,
  approvalAsked: 'warn',
  approved: 'good',
  noticeGiven: 'warn',
  shareMoved: undefined,
  stepHeld: 'bad',
  drainingBegun: undefined,
  drained: 'good',
  openOrdersWaived: 'warn',
  checkedOff: undefined,
  handedOver: undefined,
  settled: 'good',
  closed: 'good',
  rejected: 'bad',
  aborted: 'bad',
  undone: undefined,
  questionnaireAnswered: undefined,
  agreementAccepted: undefined,
  informationRequested: 'warn',
  informationProvided: undefined,
  approvalPassedOn: undefined,
  minimumWaived: 'warn',
  qualified: undefined,
  segmented: undefined,
  audited: undefined,
  contractAgreed: undefined,
  correctionsSeen: undefined,
  trialProlonged: 'warn',
  trialJudged: undefined,
  requalified: 'good',
  activated: 'good',
  withdrawn: undefined,
  expired: 'bad',
  duplicate: undefined,
} as const satisfies Record<string, Tone>;

const items = ['tooling', 'documents', 'knowledge', 'stock', 'returns'] as const;
const undone = ['status', 'notice', 'orderBlock', 'shares'] as const;
const segments = ['strategic', 'leverage', 'bottleneck', 'routine'] as const;
const results = ['passed', 'failed'] as const;
const parties = ['supplier', 'owner', 'quality', 'manager', 'escalationContact'] as const;

/** An event of a case as a sentence, with the tone of its dot; an unknown event by its own name. */
export function useEventWords(): (type: string, data: Record<string, unknown>) => { text: string; tone: Tone } {
  const { t } = useTranslation();
  const words = useCaseWords();
  const format = useFormat();
  return (type, data) => {
    if (!(type in known)) return { text: type, tone: undefined };
    const name = type as keyof typeof known;
    const party = parties.find((each) => each === data['to']);
    const item = items.find((each) => each === data['item']);
    const what = undone.find((each) => each === data['what']);
    const segment = segments.find((each) => each === data['segment']);
    const result = results.find((each) => each === data['result']);
    const said = (key: string) => String(data[key] ?? '');
    const text = t(`event.${name}`, {
      category: said('category'),
      given: said('given') || said('count'),
      of: said('of'),
      step: said('step'),
      moved: said('moved'),
      score: said('score'),
      grade: said('grade'),
      open: said('open'),
      failed: said('failed'),
      endsOn: said('endsOn') && format.date(said('endsOn')),
      item: item ? t(`handover.${item}`) : '',
      what: what ? t(`undone.${what}`) : '',
      segment: segment ? t(`segment.${segment}`) : '',
      result: result ? t(`option.${result}`) : '',
      stage: words.stage(String(data['stage'] ?? '')),
      to: party ? t(`party.${party}`) : '',
      count: Number(data['businessDays'] ?? 0),
    });
    return { text, tone: known[name] };
  };
}
