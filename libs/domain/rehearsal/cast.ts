import { chance } from './chance.js';

export const manners = ['prompt', 'late', 'silent'] as const;

/** How a supplier answers while a year is rehearsed. */
export type Manner = (typeof manners)[number];

/**
 * Of a hundred suppliers so many answer in time, late, never. In one public programme of corrective actions 23 % of the first
 * answers came late; that some never come is what the ladder is for.
 */
const shares: readonly (readonly [Manner, number])[] = [
  ['prompt', 0.62],
  ['late', 0.23],
  ['silent', 0.15],
];

/** The manner of a supplier, by its code: the same in every rehearsal with this seed, whatever the policy. */
export function mannerOf(seed: number, supplierCode: string): Manner {
  let drawn = chance(seed, 'manner', supplierCode);
  for (const [manner, share] of shares) {
    if (drawn < share) return manner;
    drawn -= share;
  }
  return 'silent';
}

/** A step that waits for somebody, as the player sees it. Instants are ISO. */
export interface WaitingStep {
  readonly supplierCode: string;
  /** Counts the cases of the supplier in this rehearsal, from 1. */
  readonly caseNumber: number;
  readonly stage: string;
  /** How often the case has been in this stage, from 1. */
  readonly round: number;
  readonly since: string;
  readonly dueAt: string | null;
  readonly extensionPending: boolean;
}

/** What somebody will do, and when. */
export interface Act {
  readonly command: 'acknowledge' | 'submitPlan' | 'submitEvidence' | 'requestExtension' | 'acceptPlan' | 'returnPlan' | 'decideExtension' | 'verify' | 'decideEffectiveness';
  readonly by: 'supplier' | 'owner' | 'quality';
  /** Not before this instant, ISO. */
  readonly at: string;
  /** What the command decides on; texts are the player's. */
  readonly facts: Readonly<Record<string, string | number>>;
}

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

/** Shares of what our own people decide: plans returned once, evidence found ineffective once. */
const RETURNED = 0.25;
const INEFFECTIVE = 0.15;
/** Late suppliers ask for more time in this share of their longer steps. */
const ASKS_FOR_TIME = 0.3;

/** What comes of a waiting step by this seed; null: nobody will ever act on it. */
export function actOn(seed: number, step: WaitingStep): Act | null {
  const { supplierCode, caseNumber, stage, round } = step;
  const draw = (what: string) => chance(seed, what, supplierCode, caseNumber, stage, round);
  if (step.extensionPending) return ours(step, 'owner', 'decideExtension', { decision: draw('grant') < 0.7 ? 'grant' : 'refuse' }, draw('delay'));
  switch (stage) {
    case 'opened':
      return theirs(seed, step, 'acknowledge', draw);
    // Of a full case all at once: the containment is never extended, and what is asked for next comes with the plan.
    case 'containing':
    case 'findingCause':
    case 'planning':
      return theirs(seed, step, 'submitPlan', draw);
    case 'implementing':
      return theirs(seed, step, 'submitEvidence', draw);
    case 'planReview':
      return round === 1 && draw('return') < RETURNED ? ours(step, 'owner', 'returnPlan', {}, draw('delay')) : ours(step, 'owner', 'acceptPlan', {}, draw('delay'));
    case 'verifying':
      return ours(step, 'quality', 'verify', { result: round === 1 && draw('verify') < INEFFECTIVE ? 'ineffective' : 'effective' }, draw('delay'));
    case 'effectivenessReview':
      return ours(step, 'quality', 'decideEffectiveness', { result: draw('effect') < INEFFECTIVE ? 'ineffective' : 'effective' }, draw('delay'));
    default:
      return null;
  }
}

type SupplierCommand = 'acknowledge' | 'submitPlan' | 'submitEvidence';

/** Prompt: within the middle of the time given. Late: up to four days after its end. Silent: one step at most, then never. */
function theirs(seed: number, step: WaitingStep, command: SupplierCommand, draw: (what: string) => number): Act | null {
  const { supplierCode, stage, round, since, dueAt } = step;
  const manner = mannerOf(seed, supplierCode);
  if (manner === 'silent' && (stage !== 'opened' || draw('speaks') < 0.5)) return null;
  const begin = Date.parse(since);
  const end = dueAt === null ? begin + 7 * DAY : Date.parse(dueAt);
  if (manner === 'late') {
    if (stage !== 'opened' && stage !== 'containing' && round === 1 && draw('asks') < ASKS_FOR_TIME) {
      return { command: 'requestExtension', by: 'supplier', at: iso(end - DAY), facts: { businessDays: 5 } };
    }
    return { command, by: 'supplier', at: iso(end + (0.2 + 3.8 * draw('delay')) * DAY), facts: {} };
  }
  // On the day before the due hour at the latest: that is still the due day, or the day before it, wherever the supplier is.
  const last = Math.max(begin, end - 16 * HOUR);
  return { command, by: 'supplier', at: iso(Math.min(last, begin + (0.15 + 0.7 * draw('delay')) * (end - begin))), facts: {} };
}

/** Our own people take up to two and a half days. */
function ours({ since }: WaitingStep, by: 'owner' | 'quality', command: Act['command'], facts: Act['facts'], delay: number): Act {
  return { command, by, at: iso(Date.parse(since) + (0.3 + 2.2 * delay) * DAY), facts };
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}
