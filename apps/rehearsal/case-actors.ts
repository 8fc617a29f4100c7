import { commandIdOf } from '#apps/door/command-id.js';
import type { ActRequest, Outcome } from '#apps/door/door.js';
import type { Actor } from '#domain/process/decision.js';
import { actOn, type Act, type WaitingStep } from '#domain/rehearsal/cast.js';
import { openCases, type OpenCase } from '#persistence/rehearsal/look.js';
import { rectification } from '#workflows/rectification/contract.js';
import { Numbers } from './cast.js';
import { sideBySide } from './side-by-side.js';
import { untilTaken } from './taken.js';
import type { World } from './world.js';

/** What a step was when it was first seen. */
interface Seen {
  readonly step: string;
  readonly since: string;
  readonly round: number;
}

/** Texts that a person would have written. */
const words: Readonly<Record<Act['command'], Readonly<Record<string, string>>>> = {
  acknowledge: { text: 'We have seen it.' },
  submitPlan: { text: 'Cause: the order was planned too late. Each order gets a date of its own and is looked at every week.' },
  submitEvidence: { text: 'The weekly plan is in use; the records of the last weeks are with us.' },
  requestExtension: { reason: 'The people who can answer are away.' },
  acceptPlan: {},
  returnPlan: { reason: 'The plan does not say how it will be seen that it helps.' },
  decideExtension: {},
  verify: { comment: 'Seen at the last deliveries.' },
  decideEffectiveness: { comment: 'Judged by the deliveries since then.' },
};

/** The suppliers and our own people, who act on the open cases as the seed decides. */
export class CaseActors {
  private readonly seen = new Map<string, Seen>();
  private readonly rounds = new Map<string, number>();
  private readonly numbers = new Numbers();

  constructor(
    private readonly world: World,
    private readonly seed: number,
  ) {}

  /** Sees what waits, and where it is a working day has everybody do what is due by now. */
  async act(now: Date, working: boolean): Promise<void> {
    const opened = (await openCases(this.world.db)).filter(({ process }) => process === rectification.process);
    const steps = opened.map((open) => ({ open, step: this.stepOf(open, now) }));
    if (working) await sideBySide(steps, ({ open, step }) => this.actOn(open, step, now));
  }

  private async actOn(open: OpenCase, step: WaitingStep, now: Date): Promise<void> {
    const act = actOn(this.seed, step);
    if (!act || Date.parse(act.at) > now.getTime()) return;
    const actor = await this.actorOf(act, open);
    if (!actor) return;
    if (!(await this.world.clocks.forward(rectification.workflowId(open.id), now))) return;
    await this.give(open, act, actor, now);
  }

  private async give(open: OpenCase, act: Act, actor: Actor, now: Date): Promise<void> {
    const request: ActRequest = {
      process: rectification.process,
      caseId: open.id,
      command: act.command,
      body: { ...words[act.command], ...act.facts },
      actor,
      channel: actor.kind === 'contact' ? 'portal' : 'api',
      commandId: commandIdOf('rehearsal', open.id, act.command, String(open.sequence)),
      receivedAt: now,
    };
    this.check(await untilTaken(this.world, request), act, open);
  }

  /** The rules may say no, such as when a timer was quicker; anything else is a bug of the rehearsal. */
  private check(outcome: Outcome, act: Act, open: OpenCase): void {
    if (outcome.status === 'applied') return;
    if (outcome.status === 'refused' && act.command === 'requestExtension') {
      const seen = this.seen.get(open.id);
      if (seen) this.seen.set(open.id, { ...seen, round: seen.round + 1 });
      return;
    }
    if (outcome.status !== 'refused') throw new Error(`${act.command} in ${open.stage} came to ${JSON.stringify(outcome)}`);
  }

  private stepOf(open: OpenCase, now: Date): WaitingStep {
    const caseNumber = this.numbers.of(open.id, open.supplierCode);
    const name = `${open.stage}${open.extensionPending ? ' extension' : ''}`;
    const before = this.seen.get(open.id);
    const roundKey = `${open.id} ${name}`;
    let seen = before;
    if (seen?.step !== name) {
      const round = (this.rounds.get(roundKey) ?? 0) + 1;
      this.rounds.set(roundKey, round);
      seen = { step: name, since: now.toISOString(), round };
      this.seen.set(open.id, seen);
    }
    const { supplierCode, stage, extensionPending } = open;
    return { supplierCode, caseNumber, stage, round: seen.round, since: seen.since, dueAt: open.dueAt?.toISOString() ?? null, extensionPending };
  }

  private async actorOf({ by }: Act, open: OpenCase): Promise<Actor | null> {
    if (by === 'supplier') return open.contactId === null ? null : { kind: 'contact', id: open.contactId };
    if (by === 'owner' && open.ownerId !== null) return { kind: 'staff', id: open.ownerId };
    const people = await this.world.db.prisma.person.findMany({ where: { active: true }, orderBy: [{ email: 'asc' }], select: { id: true, roles: true } });
    const allowed = people.filter(({ id }) => id !== open.acceptedBy);
    const role = by === 'owner' ? 'procurement' : 'quality';
    const found = allowed.find(({ roles }) => roles.includes(role)) ?? allowed.find(({ roles }) => roles.includes('manager')) ?? allowed[0];
    return found ? { kind: 'staff', id: found.id } : null;
  }
}
