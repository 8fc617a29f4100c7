import { z } from 'zod';

/** Longest text that a person may write into a step, in characters. */
export const LONGEST_TEXT = 20_000;

const text = z.string().trim().min(1, 'must not be empty').max(LONGEST_TEXT);
const comment = text.optional();
const files = z.array(z.uuid()).max(10).optional();

/**
 * One command of the process: `facts` is what the transition decides on and travels to the workflow,
 * `content` is what people read and stays in the database. `by` says which side may give it.
 */
export interface CommandDefinition {
  readonly facts: z.ZodObject;
  readonly content: z.ZodObject;
  readonly by: 'supplier' | 'buyer' | 'either';
  /** The permission a member of staff needs. */
  readonly permission: string;
  /** What it does, for the API's documentation. */
  readonly summary: string;
}

/** What opens a rectification by hand (`POST /rectifications`). */
export const openRectificationSchema = z.object({
  supplierId: z.uuid(),
  severity: z.enum(['critical', 'major', 'minor']),
  title: z.string().trim().min(1, 'must not be empty').max(200).regex(/^\P{Cc}*$/u, 'must be one line without control characters'),
  description: text,
  /** What is watched after verification; on-time delivery unless said. */
  indicator: z.string().trim().min(1).max(80).optional(),
  /** Only the opener, the owner and those named in `readers` see the case. */
  confidential: z.boolean().optional(),
  /** Ids of people who may see a confidential case. */
  readers: z.array(z.uuid()).max(50).optional(),
});

/** Every command of a rectification by the name of its Update. */
export const rectificationCommands = {
  acknowledge: {
    facts: z.object({}),
    content: z.object({ text: comment }),
    by: 'either',
    permission: 'rectification:act',
    summary: 'The supplier has seen the case and will answer.',
  },
  submitContainment: {
    facts: z.object({}),
    content: z.object({ text, files }),
    by: 'either',
    permission: 'rectification:act',
    summary: 'What keeps the problem from reaching us until its cause is removed.',
  },
  acceptContainment: {
    facts: z.object({}),
    content: z.object({ comment }),
    by: 'buyer',
    permission: 'rectification:accept',
    summary: 'The containment will do; the root causes are next.',
  },
  returnContainment: {
    facts: z.object({}),
    content: z.object({ reason: text }),
    by: 'buyer',
    permission: 'rectification:accept',
    summary: 'The containment will not do, for this reason; the supplier gets more days.',
  },
  submitRootCause: {
    facts: z.object({}),
    content: z.object({ text, nonDetection: comment, containment: comment, files }),
    by: 'either',
    permission: 'rectification:act',
    summary: 'Why the problem occurred and (`nonDetection`, or in the text) why it was not detected. Before the containment was handed in it brings that along.',
  },
  acceptRootCause: {
    facts: z.object({}),
    content: z.object({ comment }),
    by: 'buyer',
    permission: 'rectification:accept',
    summary: 'The root causes are convincing; the plan is next.',
  },
  returnRootCause: {
    facts: z.object({}),
    content: z.object({ reason: text }),
    by: 'buyer',
    permission: 'rectification:accept',
    summary: 'The root causes are not convincing, for this reason; the supplier gets more days.',
  },
  submitPlan: {
    facts: z.object({}),
    content: z.object({ text, containment: comment, rootCause: comment, nonDetection: comment, files }),
    by: 'either',
    permission: 'rectification:act',
    summary: 'The corrective and preventive action plan, or what the supplier said on the telephone. Right after acknowledging it may bring containment and root causes along.',
  },
  acceptPlan: {
    facts: z.object({}),
    content: z.object({ comment }),
    by: 'buyer',
    permission: 'rectification:accept',
    summary: 'The plan will do; the supplier carries it out.',
  },
  returnPlan: {
    facts: z.object({}),
    content: z.object({ reason: text }),
    by: 'buyer',
    permission: 'rectification:accept',
    summary: 'The plan will not do, for this reason; the supplier gets more days.',
  },
  submitEvidence: {
    facts: z.object({}),
    content: z.object({ text, files }),
    by: 'either',
    permission: 'rectification:act',
    summary: 'Evidence that the plan is implemented.',
  },
  verify: {
    facts: z.object({ result: z.enum(['effective', 'ineffective']).default('effective') }),
    content: z.object({ comment }),
    by: 'buyer',
    permission: 'rectification:verify',
    summary: 'Quality verifies the evidence; ineffective returns it. Never by who accepted the plan. A full case is watched from then on, one of the short arc is closed.',
  },
  decideEffectiveness: {
    facts: z.object({ result: z.enum(['effective', 'ineffective']) }),
    content: z.object({ comment }),
    by: 'buyer',
    permission: 'rectification:verify',
    summary: 'Quality decides where the facts of the watch were too few to speak for themselves. Never by who accepted the plan.',
  },
  reopen: {
    facts: z.object({}),
    content: z.object({ reason: text }),
    by: 'buyer',
    permission: 'rectification:verify',
    summary: 'The measures do not help, which shows before the watch is over: the supplier begins again with the containment. Once.',
  },
  reportRecurrence: {
    /** The first day (`YYYY-MM-DD`) of the facts that show it; absent: it has just been seen. */
    facts: z.object({ factsFrom: z.iso.date().optional() }),
    content: z.object({ text }),
    by: 'buyer',
    permission: 'rectification:open',
    summary: 'The same has happened again while the measures are watched: they have not helped. Reopened once, then failed. What would open a twin of a watched case is taken as this.',
  },
  requestExtension: {
    facts: z.object({ businessDays: z.int().min(1).max(260) }),
    content: z.object({ reason: text }),
    by: 'either',
    permission: 'rectification:act',
    summary: 'More time for the current step, with a reason.',
  },
  decideExtension: {
    facts: z.object({ decision: z.enum(['grant', 'refuse']) }),
    content: z.object({ comment }),
    by: 'buyer',
    permission: 'rectification:accept',
    summary: 'Grants or refuses the extension that was asked for.',
  },
  reassign: {
    facts: z.object({ what: z.enum(['owner', 'step']), to: z.uuid() }),
    content: z.object({ reason: comment }),
    by: 'buyer',
    permission: 'rectification:accept',
    summary: 'Gives the case to another owner, or its present step to another person – of the supplier’s step, to another contact.',
  },
  comment: {
    facts: z.object({}),
    content: z.object({ text, files }),
    by: 'buyer',
    permission: 'messages:write',
    summary: 'A remark on the present step for our own people; the supplier does not see it.',
  },
  revokeLinks: {
    facts: z.object({}),
    content: z.object({}),
    by: 'buyer',
    permission: 'rectification:accept',
    summary: 'No link that was mailed opens the page of the case any more, as when one has come into wrong hands. Whoever follows one can have a new link mailed to the address that is registered; mails from now on hold a new one.',
  },
  mergeTwin: {
    facts: z.object({ into: z.uuid() }),
    content: z.object({ reason: comment }),
    by: 'buyer',
    permission: 'rectification:cancel',
    summary: 'Ends this case because an older open case of the same supplier is about the same.',
  },
  cancel: {
    facts: z.object({}),
    content: z.object({ reason: text }),
    by: 'buyer',
    permission: 'rectification:cancel',
    summary: 'Ends the case without a result, for this reason.',
  },
} as const satisfies Record<string, CommandDefinition>;

/** Name of a command that a person gives. */
export type RectificationCommandName = keyof typeof rectificationCommands;

/** What the way in knows of a receipt, and nobody says: the answer to the step that follows comes with it, so that nobody is asked for that step. */
export interface ReceiptFacts {
  readonly bringsStep?: boolean;
}

type FactsOf<Name extends RectificationCommandName> = z.infer<(typeof rectificationCommands)[Name]['facts']> & (Name extends 'acknowledge' ? ReceiptFacts : unknown);

/** A person's command as the workflow takes it. */
export type RectificationCommand = {
  [Name in RectificationCommandName]: { readonly name: Name; readonly facts: FactsOf<Name> };
}[RectificationCommandName];
