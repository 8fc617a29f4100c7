import { waitingFor, type OnboardingState } from '../onboarding/state.js';
import { handoverItems } from '../phase-out/commands.js';
import { uncovered } from '../phase-out/sources.js';
import type { PhaseOutState } from '../phase-out/state.js';
import { isAsked, type Answer, type Answers } from '../questionnaire/answers.js';
import { questionsOf, type Question, type Questionnaire } from '../questionnaire/questionnaire.js';
import { mannerOf } from './cast.js';
import { chance } from './chance.js';

/**
 * What suppliers and our own people do while somebody comes in or leaves, in a year that is rehearsed. Whatever is drawn follows from
 * the seed and from names that every rehearsal of the same facts shares.
 */

/** A case of an onboarding or a phase-out that waits, as the player sees it. */
export interface WaitingCase<State> {
  readonly supplierCode: string;
  /** Counts the supplier's cases of this process in this rehearsal, from 1. */
  readonly number: number;
  readonly state: State;
  /** When the step that waits was first seen. */
  readonly since: Date;
  readonly dueAt: Date | null;
  /** Commands that were given in this case before. */
  readonly given: ReadonlySet<string>;
}

/** What somebody will do, and when; what it says is the player's. */
export interface LifecycleAct {
  readonly command: string;
  readonly by: 'supplier' | 'buyer';
  readonly at: Date;
  readonly facts: Readonly<Record<string, unknown>>;
}

const DAY = 24 * 60 * 60 * 1000;
/** Of a hundred steps so many: information asked for besides, minima waived, audits that fail or find something, trials that fail, phase-outs that are rejected, aborted on the way. */
const ASKED = 0.25;
const WAIVED = 0.6;
const AUDIT_FAILS = 0.15;
const AUDIT_FINDS = 0.3;
const TRIAL_FAILS = 0.1;
const NOT_APPROVED = 0.1;
const ABORTED = 0.15;
/** Days after which managers go on although orders are still open in the facts. */
const DRAINS_AT_MOST = 45;

/** Names what an onboarding waits for: a step that recurs is seen anew. */
export function onboardingStep({ stage, information, approvals, trial }: OnboardingState): string {
  return [stage, approvals.length, information === null ? '' : 'asked', trial?.judged ? 'judged' : ''].join('/');
}

/** Names what a phase-out waits for. */
export function phaseOutStep({ stage, approvals, backups, checkedOff }: PhaseOutState): string {
  return [stage, approvals.length, backups.length, Object.keys(checkedOff).length].join('/');
}

/** What comes of a waiting onboarding by this seed; null: nobody will act on it. */
export function actInOnboarding(seed: number, waiting: WaitingCase<OnboardingState>): LifecycleAct | null {
  const { supplierCode, number, state, given } = waiting;
  const draw = (what: string) => chance(seed, 'onboarding', what, supplierCode, number, onboardingStep(state));
  const ours = (command: string, facts: LifecycleAct['facts'] = {}): LifecycleAct => ({ command, by: 'buyer', at: afterDays(waiting, 0.3 + 2.2 * draw('delay')), facts });
  // What an audit has found is corrected in rectifications, which have actors of their own.
  if (state.stage === 'correcting' && state.information === null) return null;
  if (waitingFor(state) === 'supplier') {
    const at = answeredBy(seed, waiting, draw);
    if (at === null) return null;
    return state.information === null ? { command: 'answerQuestionnaire', by: 'supplier', at, facts: { agreement: state.terms.agreement } } : { command: 'provideInformation', by: 'supplier', at, facts: {} };
  }
  switch (state.stage) {
    case 'checking':
      return !given.has('requestInformation') && draw('ask') < ASKED ? ours('requestInformation') : ours('acceptDocuments');
    case 'qualifying':
      return draw('waive') < WAIVED ? ours('waiveMinimum') : ours('reject');
    case 'segmenting':
      return ours('segment', { answers: segmentAnswers(state, draw), expectedSpend: Math.round(10_000 * 300 ** draw('spend')) });
    case 'auditing':
      return ours('recordAudit', { result: !given.has('recordAudit') && draw('audit') < AUDIT_FAILS ? 'failed' : 'passed', findings: draw('finds') < AUDIT_FINDS ? [{ severity: 'major', title: 'Test equipment without calibration' }] : [] });
    case 'approving':
      return ours('approve');
    case 'contracting':
      return ours('agreeContract');
    case 'trial':
      return state.trial?.judged ? ours('concludeTrial', { result: state.trial.judged.grade === 'C' || draw('trial') < TRIAL_FAILS ? 'failed' : 'passed' }) : null;
    default:
      return null;
  }
}

/** What comes of a waiting phase-out; `backupFor`: who could take a category over, null where nobody is known. */
export function actInPhaseOut(seed: number, waiting: WaitingCase<PhaseOutState>, backupFor: ReadonlyMap<string, string>): LifecycleAct | null {
  const { supplierCode, number, state, given } = waiting;
  const draw = (what: string) => chance(seed, 'phase-out', what, supplierCode, number, phaseOutStep(state));
  const ours = (command: string, facts: LifecycleAct['facts'] = {}): LifecycleAct => ({ command, by: 'buyer', at: afterDays(waiting, 0.3 + 2.2 * draw('delay')), facts });
  switch (state.stage) {
    case 'choosingBackup': {
      const category = uncovered(state).find(({ why, category: each }) => why === 'noBackup' && backupFor.has(each))?.category;
      return category === undefined ? null : ours('chooseBackup', { category, supplierId: backupFor.get(category) });
    }
    case 'approving': {
      const first = state.supply.categories.find(({ category }) => backupFor.has(category))?.category;
      if (state.approvals.length === 0 && state.backups.length === 0 && first !== undefined && !given.has('chooseBackup')) return ours('chooseBackup', { category: first, supplierId: backupFor.get(first) });
      return draw('approve') < NOT_APPROVED ? ours('reject') : ours('approve');
    }
    case 'shifting':
      return draw('abort') < ABORTED ? { ...ours('abort'), at: afterDays(waiting, 20 + 60 * draw('delay')) } : null;
    case 'draining':
      return { ...ours('waiveOpenOrders'), at: afterDays(waiting, DRAINS_AT_MOST) };
    case 'handover': {
      const item = handoverItems.find((each) => state.checkedOff[each] === undefined);
      return item === undefined ? null : ours('checkOff', { item, result: draw('applies') < 0.7 ? 'done' : 'notApplicable' });
    }
    case 'settling':
      return ours('settle');
    default:
      return null;
  }
}

/** Of a hundred grades C so many have procurement ask for a phase-out by itself, before the rules propose one. */
const LEAVES = 0.6;

/** When procurement asks for a phase-out because of a grade C; null: never. `cycle` is its period and segment. */
export function phaseOutAskedBy(seed: number, { cycle, supplierCode }: { cycle: string; supplierCode: string }, since: Date): Date | null {
  if (chance(seed, 'leaves', cycle, supplierCode) >= LEAVES) return null;
  return afterDays({ since }, 1 + 6 * chance(seed, 'leaves delay', cycle, supplierCode));
}

/** How a supplier fills in a questionnaire: mostly well. `file` stands for each document that is asked for. */
export function filledIn(seed: number, supplierCode: string, questionnaire: Questionnaire, { day, file }: { day: string; file: string }): Answers {
  const answers: Record<string, Answer> = {};
  for (const question of questionsOf(questionnaire)) {
    if (!isAsked(questionnaire, question, answers)) continue;
    answers[question.question] = answerTo(question, (what) => chance(seed, what, supplierCode, question.question), { day, file });
  }
  return answers;
}

function answerTo(question: Question, draw: (what: string) => number, { day, file }: { day: string; file: string }): Answer {
  switch (question.kind) {
    case 'choice': {
      const best = question.choices.reduce((one, other) => (other.points > one.points ? other : one));
      const found = draw('well') < 0.7 ? best : question.choices[Math.floor(draw('answer') * question.choices.length)];
      return (found ?? best).answer;
    }
    case 'number': {
      const from = question.bands.at(-1)?.from ?? question.least;
      return Math.min(question.most, Math.max(question.least, Math.round(from * (0.7 + 0.6 * draw('figure')))));
    }
    case 'text':
      return 'As our handbook describes it.';
    case 'date':
      return day;
    case 'file':
      return [file];
    case 'certificate':
      return { kind: question.certifies ?? 'ISO 9001', number: `R-${Math.floor(draw('number') * 100_000)}`, validFrom: day, validTo: null, files: [file] };
  }
}

/** Prompt: within the time given. Late: up to four days after its end, which some invitations outlive. Silent: never. */
function answeredBy(seed: number, { supplierCode, since, dueAt }: WaitingCase<OnboardingState>, draw: (what: string) => number): Date | null {
  const manner = mannerOf(seed, supplierCode);
  if (manner === 'silent') return null;
  const end = dueAt ?? new Date(since.getTime() + 7 * DAY);
  if (manner === 'late') return new Date(end.getTime() + (0.2 + 3.8 * draw('delay')) * DAY);
  return new Date(since.getTime() + (0.15 + 0.6 * draw('delay')) * (end.getTime() - since.getTime()));
}

function segmentAnswers({ segmentation }: OnboardingState, draw: (what: string) => number): Record<string, string> {
  return Object.fromEntries(segmentation.questions.map(({ question, scale }) => [question, scale[Math.floor(draw(question) * scale.length)]?.answer ?? '']));
}

function afterDays({ since }: { readonly since: Date }, days: number): Date {
  return new Date(since.getTime() + days * DAY);
}
