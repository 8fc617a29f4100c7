import type { Actor } from '#domain/process/decision.js';
import type { Prisma } from '#persistence/generated/client.js';
import type { InvitationListRecord, InvitationRowRecord } from '#persistence/invitations/lists.js';
import type { ListedRow } from '#persistence/invitations/read-list.js';
import type { CaseStanding } from '#workflows/shared/commit.js';
import type { EvaluationSchedules } from './evaluation-schedules.js';
import type { Monitoring } from './monitoring-schedule.js';
import type { PullSchedules } from './pull-schedules.js';

/** Where a command or a mail came in. */
export type Channel = 'api' | 'web' | 'cli' | 'mail' | 'portal';

/** A command on a running case. `body` is what the caller sent: checked against the command's schemas here. */
export interface ActRequest {
  readonly process: string;
  readonly caseId: string;
  /** Name of the Update, such as `submitPlan`. */
  readonly command: string;
  readonly body: unknown;
  readonly actor: Actor;
  readonly channel: Channel;
  /** Facts that the way in knows itself: no body can claim them. */
  readonly known?: Prisma.InputJsonObject;
  /** UUIDv5 of the command's origin: the same command twice is one. */
  readonly commandId: string;
  readonly receivedAt: Date;
  /** The sequence the caller saw (If-Match). */
  readonly expectedSequence?: number;
}

/** A new case. `caseId` is derived from `commandId` by {@link newCaseId}. */
export interface OpenRequest {
  /** Of one that can be opened from outside: see `openers.ts`. */
  readonly process: string;
  readonly commandId: string;
  readonly body: unknown;
  readonly actor: Actor;
  readonly channel: Channel;
  readonly receivedAt: Date;
  /** Who has asked for it besides the actor, as who caused a proposal has: none of them may approve it. */
  readonly askedBy?: readonly string[];
}

/** A rectification for the grade C of one score, as a person has decided. */
export interface OpenForGradeRequest {
  readonly evaluationId: string;
  readonly supplierId: string;
  readonly commandId: string;
  readonly actor: Actor;
  readonly channel: Channel;
  readonly receivedAt: Date;
}

/** A person says that a supplier has suddenly stopped. */
export interface DisruptionReport {
  readonly supplierId: string;
  /** What has happened, as the supplier will read it too. */
  readonly description: string;
  /** Name of who says so. */
  readonly person: string;
  readonly commandId: string;
  readonly actor: Actor;
  readonly channel: Channel;
  readonly receivedAt: Date;
  /** Where staff open the case, and the domain of Message-IDs. */
  readonly publicUrl: string;
  readonly domain: string;
}

/** One field that a schema refused. `path` is dotted, `title`. */
export interface FieldProblem {
  readonly path: string;
  readonly message: string;
}

/** What became of a command. */
export type Outcome =
  | { readonly status: 'applied'; readonly standing: CaseStanding }
  /** Stored and on its way; the sweeper sees to it. */
  | { readonly status: 'pending'; readonly caseId: string }
  | { readonly status: 'invalid'; readonly problems: readonly FieldProblem[] }
  /** The rules say no, with a stable code; `runningId` names the twin. */
  | { readonly status: 'refused'; readonly code: string; readonly message: string; readonly runningId?: string }
  | { readonly status: 'notFound'; readonly what: string }
  /** Temporal cannot be reached: nothing was done; the same command can be repeated. */
  | { readonly status: 'unavailable' };

/** How the engine behind the door is. */
export interface EngineHealth {
  readonly temporal: boolean;
  /** A worker polls each queue. */
  readonly worker: boolean;
}

/** Suppliers to be invited together. */
export interface InviteListRequest {
  readonly listId: string;
  readonly fileName: string;
  readonly fileSha256: string;
  readonly rows: readonly ListedRow[];
  /** Only says what would become of each row. */
  readonly dryRun: boolean;
  /** The list whose refused rows these are, corrected. */
  readonly retryOfId: string | null;
  readonly actor: Actor;
  readonly channel: Channel;
  readonly receivedAt: Date;
}

/** What became of a list; `started` is fulfilled when its cases have been handed to their workflows. */
export interface InvitedList {
  readonly list: InvitationListRecord;
  readonly rows: readonly InvitationRowRecord[];
  readonly started: Promise<void>;
}

/** The one way from outside to the processes: start, act, look after what was left. */
export interface Door {
  open(request: OpenRequest): Promise<Outcome>;
  /** Invites suppliers together; answers when all is stored. Closing the door waits until they are handed over. */
  inviteList(request: InviteListRequest): Promise<InvitedList>;
  /** Refused with `notGradeC` when the score is better by now, with `twin` when such a case is open, with `merged` when the supplier was. */
  openForGrade(request: OpenForGradeRequest): Promise<Outcome>;
  /** Refused with `twin` while a disruption of the supplier is open, with `merged` when the supplier was. */
  reportDisruption(report: DisruptionReport): Promise<Outcome>;
  act(request: ActRequest): Promise<Outcome>;
  /** Starts the workflow of an evaluation whose row exists. False when Temporal cannot be reached. */
  startEvaluation(evaluationId: string): Promise<boolean>;
  /** Tells a cycle that something of it was decided, which is in the database. False when Temporal cannot be reached; the sweep tells it again. */
  nudgeEvaluation(evaluationId: string): Promise<boolean>;
  /** Starts the restatements that late facts ask for; the sweep does so too. Answers how many. */
  startRestatements(): Promise<number>;
  /** Starts the workflow of a survey that belongs to no cycle. False when Temporal cannot be reached. */
  startSurvey(surveyId: string): Promise<boolean>;
  /** Tells a survey's workflow that all have answered. False when it was not told; the sweep does so too. */
  surveyAnswered(surveyId: string): Promise<boolean>;
  /** Ends the workflow of a survey whose row is cancelled. False when it was not told; the sweep does so too. */
  surveyGivenUp(surveyId: string): Promise<boolean>;
  /** Applies stored submissions that no workflow has taken yet, starts cycles, surveys, restatements and cases that have no workflow, tells cycles again of what was decided, and brings schedules back. Answers how many. */
  sweep(now: Date): Promise<number>;
  /** When evaluations start by themselves. */
  readonly schedules: EvaluationSchedules;
  /** The daily monitoring run. */
  readonly monitoring: Monitoring;
  /** When connectors are pulled. */
  readonly pulls: PullSchedules;
  health(): Promise<EngineHealth>;
  close(): Promise<void>;
}
