import { z } from 'zod';
import type { CommandDefinition } from '../rectification/commands.js';
import { LONGEST_TEXT } from '../rectification/commands.js';

const text = z.string().trim().min(1, 'must not be empty').max(LONGEST_TEXT);
const comment = text.optional();
const files = z.array(z.uuid()).max(10).optional();
const category = z.string().trim().min(1).max(200);

/** What is given back or handed over before the last account is settled. */
export const handoverItems = ['tooling', 'documents', 'knowledge', 'stock', 'returns'] as const;
export type HandoverItem = (typeof handoverItems)[number];

/** What opens a phase-out by hand (`POST /phase-outs`). */
export const openPhaseOutSchema = z.object({ supplierId: z.uuid(), reason: text });

/** Every command of a phase-out by the name of its Update. */
export const phaseOutCommands = {
  recordImpact: {
    facts: z.object({}),
    content: z.object({ tooling: comment, documents: comment, knowledge: comment, files }),
    by: 'buyer',
    permission: 'phaseOut:act',
    summary: 'What of ours is with the supplier, besides what the facts say: tooling, documents, knowledge. Those who approve read it.',
  },
  chooseBackup: {
    facts: z.object({ category, supplierId: z.uuid(), share: z.number().gt(0).max(100).optional() }),
    content: z.object({ comment }),
    by: 'buyer',
    permission: 'phaseOut:act',
    summary: 'Who takes over in a category, and how much of all orders in it (`share`, percent; as much as the cap allows unless said). One who is not active is waited for.',
  },
  dropBackup: {
    facts: z.object({ category, supplierId: z.uuid() }),
    content: z.object({ comment }),
    by: 'buyer',
    permission: 'phaseOut:act',
    summary: 'Takes the choice of a backup back.',
  },
  overrideSource: {
    facts: z.object({ category }),
    content: z.object({ reason: text }),
    by: 'buyer',
    permission: 'phaseOut:override',
    summary: 'A manager lets the category be left without a source, for this reason.',
  },
  planShift: {
    facts: z.object({ steps: z.array(z.strictObject({ afterDays: z.int().min(0).max(1_095), moved: z.number().gt(0).max(100) })).min(1).max(12) }),
    content: z.object({ comment }),
    by: 'buyer',
    permission: 'phaseOut:act',
    summary: 'Other steps than the policy’s: so many days after the notice so much of the share (percent) has moved. The last step moves all of it.',
  },
  approve: {
    facts: z.object({}),
    content: z.object({ comment }),
    by: 'buyer',
    permission: 'phaseOut:approve',
    summary: 'Approves the phase-out; the second approval gives notice. Never by who asked for it, never twice by the same person; refused while a category would be left without a source.',
  },
  reject: {
    facts: z.object({}),
    content: z.object({ reason: text }),
    by: 'buyer',
    permission: 'phaseOut:approve',
    summary: 'Rejects the phase-out, for this reason.',
  },
  cancel: {
    facts: z.object({}),
    content: z.object({ reason: text }),
    by: 'buyer',
    permission: 'phaseOut:act',
    summary: 'Withdraws a phase-out that was not approved yet, for this reason.',
  },
  lookAgain: {
    facts: z.object({}),
    content: z.object({}),
    by: 'buyer',
    permission: 'phaseOut:act',
    summary: 'Looks at once, not tomorrow, whether the backups are active or the open orders drained.',
  },
  waiveOpenOrders: {
    facts: z.object({}),
    content: z.object({ reason: text }),
    by: 'buyer',
    permission: 'phaseOut:override',
    summary: 'A manager goes on although orders are still open in the facts, for this reason.',
  },
  checkOff: {
    facts: z.object({ item: z.enum(handoverItems), result: z.enum(['done', 'notApplicable']).default('done') }),
    content: z.object({ comment, files }),
    by: 'buyer',
    permission: 'phaseOut:act',
    summary: 'Ticks an item of the handover; the last one leads to the settlement.',
  },
  settle: {
    facts: z.object({}),
    content: z.object({ text, files }),
    by: 'buyer',
    permission: 'phaseOut:act',
    summary: 'The final settlement is made, as the text says: access is revoked and the supplier is inactive. Nothing can be undone from then on.',
  },
  abort: {
    facts: z.object({}),
    content: z.object({ reason: text }),
    by: 'buyer',
    permission: 'phaseOut:abort',
    summary: 'Undoes in reverse order what was done – shares, block of orders, notice, status – and tells everybody who was told.',
  },
} as const satisfies Record<string, CommandDefinition>;

/** Name of a command. */
export type PhaseOutCommandName = keyof typeof phaseOutCommands;

type FactsOf<Name extends PhaseOutCommandName> = z.infer<(typeof phaseOutCommands)[Name]['facts']>;

/** A command as the workflow takes it. */
export type PhaseOutCommand = {
  [Name in PhaseOutCommandName]: { readonly name: Name; readonly facts: FactsOf<Name> };
}[PhaseOutCommandName];
