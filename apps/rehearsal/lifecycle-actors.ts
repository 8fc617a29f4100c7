import { commandIdOf } from '#apps/door/command-id.js';
import { rightOf } from '#apps/door/right.js';
import { Refusal, type Actor } from '#domain/process/decision.js';
import type { OnboardingState } from '#domain/onboarding/state.js';
import { uncovered } from '#domain/phase-out/sources.js';
import type { PhaseOutState } from '#domain/phase-out/state.js';
import { actInOnboarding, actInPhaseOut, filledIn, onboardingStep, phaseOutAskedBy, phaseOutStep, type LifecycleAct, type WaitingCase } from '#domain/rehearsal/lifecycle.js';
import { readQuestionnaire } from '#persistence/questionnaires/questionnaires.js';
import { backupsFor, concentrated, DOCUMENT, gradedC, lifecycleCases, type LifecycleCase } from '#persistence/rehearsal/lifecycle.js';
import { contractOf } from '#workflows/contracts.js';
import { Numbers, type Cast } from './cast.js';
import { colleagues, whoMay, type Colleague } from './people.js';
import { untilTaken } from './taken.js';

/** Texts that a person would have written. */
const words: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  requestInformation: { text: 'Please tell us how your own suppliers are watched.' },
  provideInformation: { text: 'They are audited each year; the list is with you.' },
  waiveMinimum: { reason: 'The weak section matters little for what we would order.' },
  recordAudit: { text: 'Seen on site.' },
  agreeContract: { text: 'Sixty days net; on time in full of 95 percent.' },
  concludeTrial: { text: 'By the deliveries of the trial.' },
  reject: { reason: 'It is not what we need.' },
  abort: { reason: 'They have convinced us after all.' },
  waiveOpenOrders: { reason: 'What is still open will come, or is not needed any more.' },
  settle: { text: 'The last invoice is paid.' },
};

/** Newcomers, backups and those who leave, and our own people who let them in and out. */
export class LifecycleActors {
  private readonly numbers = new Numbers();
  private readonly invited = new Map<string, number>();
  private readonly given = new Map<string, Set<string>>();
  private quarter = '';

  constructor(private readonly cast: Cast) {}

  /** Sees what waits, and where it is a working day has everybody do what is due by now. */
  async act(now: Date, working: boolean): Promise<void> {
    const people = await colleagues(this.cast.world);
    if (working) await this.seekSources(people, now);
    await this.askForPhaseOuts(people, now, working);
    for (const open of await lifecycleCases(this.cast.world.db)) {
      const act = await this.actOn(open, people, now, working);
      if (act && working && act.at <= now) await this.give(open, act, people, now);
    }
  }

  /** Once a quarter procurement looks for another source where too much hangs on one. */
  private async seekSources(people: readonly Colleague[], now: Date): Promise<void> {
    const quarter = `${now.getUTCFullYear()}/${Math.floor(now.getUTCMonth() / 3)}`;
    if (quarter === this.quarter) return;
    const [category] = await concentrated(this.cast.world.db);
    if (category === undefined) return;
    this.quarter = quarter;
    await this.invite(category, people, now);
  }

  /** Procurement does not always wait for the rules to propose it. */
  private async askForPhaseOuts(people: readonly Colleague[], now: Date, working: boolean): Promise<void> {
    const { world, seed, seen } = this.cast;
    const who = whoMay(people, 'phaseOut:open');
    for (const each of await gradedC(world.db)) {
      const at = phaseOutAskedBy(seed, each, seen.of(`graded C ${each.cycle} ${each.supplierCode}`, now));
      if (!working || !who || at === null || at > now) continue;
      const commandId = commandIdOf('rehearsal', 'phase-out', each.cycle, each.supplierCode);
      const body = { supplierId: each.supplierId, reason: 'Graded C, and others deliver the same on time.' };
      const outcome = await world.door.open({ process: 'phaseOut', body, actor: { kind: 'staff', id: who.id }, channel: 'web', commandId, receivedAt: now });
      if (outcome.status !== 'applied' && outcome.status !== 'pending' && outcome.status !== 'refused') throw new Error(`A phase-out could not be asked for: ${JSON.stringify(outcome)}`);
    }
  }

  private async invite(category: string, people: readonly Colleague[], now: Date): Promise<void> {
    const { door } = this.cast.world;
    const who = whoMay(people, 'onboarding:open');
    if (!who) return;
    const count = (this.invited.get(category) ?? 0) + 1;
    this.invited.set(category, count);
    const name = `Newcomer for ${category} ${count}`;
    const email = `${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}@rehearsal.invalid`;
    const body = { name, country: 'DE', email, categories: [category] };
    const request = { process: 'onboarding', body, actor: { kind: 'staff', id: who.id }, channel: 'web', commandId: commandIdOf('rehearsal', 'newcomer', name), receivedAt: now } as const;
    const outcome = await door.open(request).catch((error: unknown) => {
      // As where no questionnaire is published: nobody can be invited.
      if (error instanceof Refusal) return null;
      throw error;
    });
    if (outcome !== null && outcome.status !== 'applied' && outcome.status !== 'pending' && outcome.status !== 'refused') throw new Error(`${name} could not be invited: ${JSON.stringify(outcome)}`);
  }

  private async actOn(open: LifecycleCase, people: readonly Colleague[], now: Date, working: boolean): Promise<LifecycleAct | null> {
    const { seed, world, seen } = this.cast;
    const of = <State>(state: State, step: string): WaitingCase<State> => {
      const { supplierCode, dueAt } = open;
      return { supplierCode, number: this.numbers.of(open.id, `${open.process} ${supplierCode}`), state, since: seen.of(`${open.id} ${step}`, now), dueAt, given: this.givenIn(open) };
    };
    if (open.process === 'onboarding') {
      const state = open.state as OnboardingState;
      return actInOnboarding(seed, of(state, onboardingStep(state)));
    }
    const state = open.state as PhaseOutState;
    const known = await backupsFor(world.db, state.supply.categories.map(({ category }) => category), open.supplierId);
    const lacking = state.stage === 'choosingBackup' ? uncovered(state).find(({ why, category }) => why === 'noBackup' && !known.has(category)) : undefined;
    if (lacking && working) await this.invite(lacking.category, people, now);
    return actInPhaseOut(seed, of(state, phaseOutStep(state)), known);
  }

  /** By the supplier, or by the first of ours whom the rules let: who asked does not approve. */
  private async give(open: LifecycleCase, act: LifecycleAct, people: readonly Colleague[], now: Date): Promise<void> {
    const contract = contractOf(open.process);
    const command = contract?.commands[act.command];
    if (!contract || !command) throw new Error(`${open.process} knows no ${act.command}.`);
    if (!(await this.cast.world.clocks.forward(contract.workflowId(open.id), now))) return;
    const body = { ...words[act.command], ...act.facts, ...(act.command === 'answerQuestionnaire' ? await this.answers(open, now) : {}) };
    this.givenIn(open).add(act.command);
    for (const actor of this.actorsFor(open, act, command.permission, people)) {
      const commandId = commandIdOf('rehearsal', open.id, act.command, String(open.sequence), actor.id);
      const roles = people.find(({ id }) => id === actor.id)?.roles ?? [];
      const known = command.byRight ? await rightOf(this.cast.world.db, { personId: actor.id, roles, at: now }, {}) : null;
      const outcome = await untilTaken(this.cast.world, { process: open.process, caseId: open.id, command: act.command, body, actor, channel: actor.kind === 'contact' ? 'portal' : 'web', commandId, receivedAt: now, ...(known === null ? {} : { known }) });
      if (outcome.status === 'applied') return;
      if (outcome.status !== 'refused') throw new Error(`${act.command} of ${open.process} came to ${JSON.stringify(outcome)}`);
    }
  }

  private actorsFor({ contactId }: LifecycleCase, { by }: LifecycleAct, permission: string, people: readonly Colleague[]): Actor[] {
    if (by === 'supplier') return contactId === null ? [] : [{ kind: 'contact', id: contactId }];
    return people.filter(({ permissions }) => (permissions as ReadonlySet<string>).has(permission)).map(({ id }) => ({ kind: 'staff', id }));
  }

  private async answers({ state, supplierCode }: LifecycleCase, now: Date): Promise<{ answers: object; signatory: string }> {
    const questionnaire = await readQuestionnaire(this.cast.world.db, (state as OnboardingState).terms.questionnaire);
    return { answers: filledIn(this.cast.seed, supplierCode, questionnaire, { day: now.toISOString().slice(0, 10), file: DOCUMENT }), signatory: 'Managing director' };
  }

  private givenIn({ id }: LifecycleCase): Set<string> {
    const found = this.given.get(id) ?? new Set<string>();
    this.given.set(id, found);
    return found;
  }
}
