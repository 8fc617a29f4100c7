import type { Actor, CaseView, CommandEnvelope, Deadline, Decision, Moment } from '#domain/process/decision.js';
import { Refusal, SYSTEM } from '#domain/process/decision.js';
import { dueMoment } from '#domain/process/moments.js';
import {
  ApplicationFailure,
  CancellationScope,
  allHandlersFinished,
  condition,
  defineUpdate,
  isCancellation,
  log,
  proxyActivities,
  setHandler,
  sleep,
  uuid4,
  workflowInfo,
} from '@temporalio/workflow';
import type { CaseStanding, CommitResult, ProcessActivities } from './commit.js';
import { now } from './now.js';
import { activityOptions } from './options.js';
import { OPENED_UPDATE, type CaseInput } from './process-contract.js';

const { commit } = proxyActivities<Pick<ProcessActivities, 'commit'>>(activityOptions.commit);

/** What the loop reads and completes in any process's state. */
export interface LoopState {
  readonly caseId: string;
  readonly supplierId: string;
  readonly cause: string;
  readonly policyVersion: number;
  readonly deadline: Deadline | null;
  readonly sequence: number;
}

/** The pure part of a process, as the loop drives it. */
export interface LoopProcess<State extends LoopState, Command extends { readonly name: string; readonly facts: unknown }, Seen = never> {
  readonly process: string;
  readonly schemaVersion: number;
  readonly commandNames: readonly Command['name'][];
  severity(state: State): string | null;
  view(state: State): CaseView;
  check(state: State, command: Command, actor: Actor): void;
  decide(state: State, command: Command, actor: Actor, at: string, seen?: Seen): Decision<State>;
  decideMoment(state: State, moment: Moment, at: string, seen?: Seen): Decision<State>;
  /** Ids of those who may see a confidential case; null: whoever may read cases. */
  readers(state: State): readonly string[] | null;
  /** What a due moment has to know from outside before it is decided. */
  observe?(state: State, moment: Moment): Promise<Seen | undefined>;
  /** What a command has to know from outside before it is decided. */
  look?(state: State, command: Command): Promise<Seen | undefined>;
}

interface Queued {
  readonly envelope: CommandEnvelope;
  settle(result: CaseStanding): void;
  refuse(failure: ApplicationFailure): void;
}

/** The opening decision of a new case, or the state of one that goes on. */
export type LoopStart<State> =
  | { readonly first: Decision<State>; readonly command: { readonly commandId: string; readonly submissionId: string | null; readonly actor: Actor } }
  | { readonly resume: State };

/** How a loop starts: with the first decision of a case, or with the state in which another run left it. */
export function loopStart<Opening, State>(input: CaseInput<Opening, State>, open: (opening: Opening, at: string) => Decision<State>): LoopStart<State> {
  if ('resume' in input) return input;
  const { opening, ...command } = input;
  return { first: open(opening, now()), command };
}

/**
 * Takes commands and due moments one at a time until the case has ended or its history is long enough.
 * The new state counts only when `commit` has returned.
 * @returns the last state, and whether a fresh run must go on with it
 */
export class CommandLoop<State extends LoopState, Command extends { readonly name: string; readonly facts: unknown }, Seen = never> {
  private readonly queue: Queued[] = [];
  private state: State | null = null;
  /** A command or a due moment is being decided and committed: the state here is about to change. */
  private deciding = false;
  private opening: ApplicationFailure | null = null;
  private timer: { readonly at: string; readonly scope: CancellationScope } | null = null;

  constructor(private readonly process: LoopProcess<State, Command, Seen>) {
    for (const name of process.commandNames) this.takeUpdatesOf(name);
    setHandler(defineUpdate<CaseStanding>(OPENED_UPDATE), async () => {
      await condition(() => this.state !== null || this.opening !== null);
      if (this.opening) throw this.opening;
      return this.standing();
    });
  }

  /** Runs to the end of the case (`ended`), to a refused opening (`refused`) or to the end of this run (`continue`). */
  async run(start: LoopStart<State>): Promise<{ outcome: 'ended' | 'continue'; state: State } | { outcome: 'refused'; code: string }> {
    if ('resume' in start) this.state = start.resume;
    else {
      const refused = await this.open(start.first, start.command);
      if (refused) return { outcome: 'refused', code: refused.code };
    }
    for (;;) {
      const outcome = await this.nextThing();
      if (outcome !== null) return { outcome, state: this.current() };
    }
  }

  private async nextThing(): Promise<'ended' | 'continue' | null> {
    const ended = this.process.view(this.current()).status !== 'open';
    if (ended && this.queue.length === 0) {
      await condition(allHandlersFinished);
      return 'ended';
    }
    if (this.mayContinueAsNew()) return 'continue';
    await this.waitForCommandOrMoment(ended ? null : this.current().deadline);
    const queued = this.queue.shift();
    this.deciding = true;
    try {
      if (queued) await this.take(queued);
      else if (!ended) await this.fireDue();
    } finally {
      this.deciding = false;
    }
    return null;
  }

  private async waitForCommandOrMoment(deadline: Deadline | null): Promise<void> {
    const woken = () => this.queue.length > 0 || this.mayContinueAsNew();
    const next = deadline?.moments[0];
    if (!next) return condition(woken);
    if (Date.parse(next.at) <= Date.now()) return;
    this.setTimer(next.at);
    await condition(() => woken() || this.timer === null);
  }

  /** One timer at a time, and it stays where the next deadline has a moment at the same instant: each costs two events of the history. */
  private setTimer(at: string): void {
    if (this.timer?.at === at) return;
    this.timer?.scope.cancel();
    const scope = new CancellationScope();
    const timer = { at, scope };
    this.timer = timer;
    scope
      .run(() => sleep(Date.parse(at) - Date.now()))
      .then(() => {
        if (this.timer === timer) this.timer = null;
      })
      .catch((error: unknown) => {
        if (!isCancellation(error)) throw error;
      });
  }

  private mayContinueAsNew(): boolean {
    return workflowInfo().continueAsNewSuggested && this.queue.length === 0 && allHandlersFinished();
  }

  private async open(
    first: Decision<State>,
    command: { commandId: string; submissionId: string | null; actor: Actor },
  ): Promise<{ code: string } | null> {
    const result = await this.commit({ ...command, name: 'open' }, first, 0, null);
    if (result.kind === 'committed') return null;
    this.opening = ApplicationFailure.nonRetryable(result.message, result.code);
    for (const { refuse } of this.queue.splice(0)) refuse(this.opening);
    await condition(allHandlersFinished);
    return { code: result.code };
  }

  private takeUpdatesOf(name: string): void {
    setHandler(
      defineUpdate<CaseStanding, [CommandEnvelope]>(name),
      (envelope) =>
        new Promise<CaseStanding>((settle, refuse) => {
          this.queue.push({ envelope: { ...envelope, name }, settle, refuse });
        }),
      {
        validator: (envelope) => {
          if (this.opening) throw this.opening;
          // Before the opening is committed, and while a step is, nothing can be said: who has read of the step in the database may ask
          // for the next before it has come back here. The transition checks again.
          if (this.state && !this.deciding && this.queue.length === 0) refusing(() => this.checkAgainst(this.current(), { ...envelope, name }));
        },
      },
    );
  }

  private checkAgainst(state: State, envelope: CommandEnvelope): Command {
    if (envelope.expectedSequence !== undefined && envelope.expectedSequence !== state.sequence) {
      throw new Refusal('stale', `The case has moved on: it is at ${state.sequence}, not at ${envelope.expectedSequence}.`);
    }
    const command = { name: envelope.name, facts: envelope.facts } as unknown as Command;
    this.process.check(state, command, envelope.actor);
    return command;
  }

  private async take({ envelope, settle, refuse }: Queued): Promise<void> {
    const state = this.current();
    try {
      const command = refusing(() => this.checkAgainst(state, envelope));
      const seen = await this.process.look?.(state, command);
      const decision = refusing(() => this.process.decide(state, command, envelope.actor, now(), seen));
      const result = await this.commit(envelope, decision, state.sequence, state.deadline);
      if (result.kind === 'refused') throw ApplicationFailure.nonRetryable(result.message, result.code);
      settle(this.standing());
    } catch (error) {
      if (!(error instanceof ApplicationFailure)) throw error;
      refuse(error);
    }
  }

  private async fireDue(): Promise<void> {
    const state = this.current();
    const due = state.deadline && dueMoment(state.deadline, now());
    if (!due) return;
    const seen = await this.process.observe?.(state, due.moment);
    const decision = this.process.decideMoment({ ...state, deadline: due.rest }, due.moment, now(), seen);
    const command = { name: due.moment.kind, commandId: uuid4(), submissionId: null, actor: SYSTEM };
    const result = await this.commit(command, decision, state.sequence, due.rest);
    if (result.kind === 'refused') log.error('a due moment was refused', { code: result.code, moment: due.moment.kind });
  }

  private async commit(
    command: { name: string; commandId: string; submissionId: string | null; actor: Actor },
    decision: Decision<State>,
    previousSequence: number,
    deadline: Deadline | null,
  ): Promise<CommitResult> {
    const { state } = decision;
    const result = await commit({
      process: this.process.process,
      workflowId: workflowInfo().workflowId,
      caseId: state.caseId,
      supplierId: state.supplierId,
      cause: state.cause,
      severity: this.process.severity(state),
      policyVersion: state.policyVersion,
      schemaVersion: this.process.schemaVersion,
      at: now(),
      command: { name: command.name, commandId: command.commandId, submissionId: command.submissionId, actor: command.actor },
      previousSequence,
      state,
      view: this.process.view(state),
      readers: this.process.readers(state),
      owner: decision.owner ?? null,
      mergeInto: decision.mergeInto ?? null,
      supplierAct: decision.supplier ?? null,
      events: decision.events,
      notifications: decision.notifications,
      due: decision.due,
      deadline,
      proposals: decision.proposals ?? [],
    });
    if (result.kind === 'committed') this.state = { ...state, deadline: result.deadline, sequence: result.sequence };
    return result;
  }

  private current(): State {
    if (!this.state) throw ApplicationFailure.nonRetryable('the case is not open yet', 'notOpen');
    return this.state;
  }

  private standing(): CaseStanding {
    const state = this.current();
    return {
      caseId: state.caseId,
      sequence: state.sequence,
      dueAt: state.deadline?.dueAt ?? null,
      ...this.process.view(state),
    };
  }
}

/** A refusal of the domain fails the Update with its code; anything else is a bug and shows as one. */
function refusing<T>(decide: () => T): T {
  try {
    return decide();
  } catch (error) {
    if (error instanceof Refusal) throw ApplicationFailure.nonRetryable(error.message, error.code);
    throw error;
  }
}
