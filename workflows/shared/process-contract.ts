import type { Actor, CaseView } from '#domain/process/decision.js';
import type { z } from 'zod';

/** One command of a process as the door needs it: its schemas, who may give it, and what it is for. */
export interface CommandContract {
  readonly facts: z.ZodObject;
  readonly content: z.ZodObject;
  readonly by: 'supplier' | 'buyer' | 'either';
  readonly permission: string;
  /** It is given by right of a role, one's own or another's: the way in adds which one, as `authority` and `named`. */
  readonly byRight?: true;
  readonly summary: string;
}

/** All that anyone outside may know of a process. Each `contract.ts` makes one, `contracts.ts` lists them. */
export interface ProcessContract {
  /** Name in the case row and in search attributes. */
  readonly process: string;
  /** Plural segment of its routes. */
  readonly route: string;
  readonly workflowType: string;
  readonly taskQueue: string;
  workflowId(id: string): string;
  /** Inverse of `workflowId`; null for another process's id. */
  idOf(workflowId: string): string | null;
  /** Commands by the name of their Update. */
  readonly commands: Readonly<Record<string, CommandContract>>;
  /** Command names that the stored state allows now. */
  allowed(state: unknown): string[];
  /** Throws a Refusal where the stored state does not allow the command; the workflow decides again. */
  check(state: unknown, command: { name: string; facts: unknown }, actor: Actor): void;
  /** Ids of who has had a hand in what others have to decide: who asked, entered, accepted or approved. */
  hands(state: unknown): readonly string[];
  view(state: unknown): CaseView;
}

/** A case that begins: by whose command, and what is known of it. */
export interface NewCase<Opening> {
  readonly opening: Opening;
  readonly actor: Actor;
  readonly commandId: string;
  readonly submissionId: string | null;
}

/** What the workflow of a case is started with: a new case, or the state of one whose workflow is started again. */
export type CaseInput<Opening, State> = NewCase<Opening> | { readonly resume: State };

/** The Update that waits until a new case is committed. */
export const OPENED_UPDATE = 'whenOpened';

/** Makes an id function and its inverse for `prefix:<id>`. */
export function idsWith(prefix: string): Pick<ProcessContract, 'workflowId' | 'idOf'> {
  const start = `${prefix}:`;
  return {
    workflowId: (id) => start + id,
    idOf: (workflowId) => (workflowId.startsWith(start) ? workflowId.slice(start.length) : null),
  };
}
