import { z } from 'zod';

/** How people met a supplier outside of letters. */
export const interactionKinds = ['call', 'visit', 'meeting'] as const;

/** What a conversation is made of: what was written, remarks among colleagues, and what was written down of meetings. */
export const conversationKinds = ['message', 'note', ...interactionKinds] as const;

/** See {@link interactionKinds}. */
export type InteractionKind = (typeof interactionKinds)[number];

/** See {@link conversationKinds}. */
export type ConversationKind = (typeof conversationKinds)[number];

/** Longest message or summary, in characters. */
const LONGEST = 10_000;
const A_DAY = 24 * 60;

const line = (longest: number) => z.string().trim().max(longest).regex(/^\P{Cc}*$/u, 'must be one line without control characters');

/** Body of `POST /suppliers/{id}/conversation`. */
export const newConversationMessage = z
  .strictObject({
    text: z.string().trim().min(1, 'must not be empty').max(LONGEST),
    subject: line(200).optional().describe('Of the mail; one in the language of the reader if left out.'),
    contactIds: z.array(z.uuid()).min(1).max(20).optional().describe('Who gets the mail; the first contact if left out.'),
    internal: z.boolean().default(false).describe('A remark among colleagues: no mail, and the supplier never reads it.'),
  })
  .meta({ id: 'NewConversationMessage' });

/** See {@link newConversationMessage}. */
export type NewConversationMessage = z.infer<typeof newConversationMessage>;

const told = {
  kind: z.enum(interactionKinds),
  at: z.iso.datetime({ offset: true }).describe('When it took place.'),
  minutes: z.int().min(1).max(A_DAY).nullable().default(null),
  withWhom: line(500).min(1, 'must not be empty').describe('Names as people say them, ours and theirs.'),
  contactIds: z.array(z.uuid()).max(20).default([]).describe('Those of them who are contacts of the supplier.'),
  summary: z.string().trim().min(1, 'must not be empty').max(LONGEST),
  nextStep: z.string().trim().max(1_000).default(''),
  followUpOn: z.iso.date().nullable().default(null).describe('From a week before it stands in the work of who is to see to it.'),
  followUpBy: z.uuid().nullable().default(null).describe('A person; the caller if left out.'),
  caseId: z.uuid().nullable().default(null).describe('The case that it was about.'),
};

/** Body of `POST /suppliers/{id}/interactions`. */
export const newInteraction = z.strictObject(told).meta({ id: 'NewInteraction' });

/** Body of `POST /suppliers/{id}/interactions/{interactionId}/corrections`: the whole as it should have been, and why. */
export const interactionCorrection = z
  .strictObject({ ...told, correction: z.string().trim().min(1, 'must not be empty').max(1_000).describe('What was wrong.') })
  .meta({ id: 'InteractionCorrection' });

/** See {@link newInteraction}. */
export type NewInteraction = z.infer<typeof newInteraction>;
