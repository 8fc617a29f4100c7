import { z } from 'zod';
import { conversationKinds, interactionKinds } from '#domain/conversation/terms.js';
import type { Interaction } from '#persistence/generated/client.js';
import { fileSchema } from '../files/files.controller.js';
import { date, dateText, instant } from '../http/answers.js';
import { pageOfItems, pageQuery } from '../http/paging.js';

const person = z.object({ id: z.string(), name: z.string() });

/** An interaction as it stands, or as one of its versions said. */
export const interactionSchema = z
  .object({
    id: z.uuid(),
    version: z.int(),
    supplierId: z.uuid(),
    caseId: z.uuid().nullable(),
    kind: z.enum(interactionKinds),
    at: instant,
    minutes: z.int().nullable(),
    withWhom: z.string(),
    contactIds: z.array(z.uuid()),
    summary: z.string(),
    nextStep: z.string(),
    followUpOn: date.nullable(),
    followUpBy: person.nullable(),
    followedUpAt: instant.nullable(),
    followedUpBy: person.nullable(),
    correction: z.string().nullable().describe('Why the version before was wrong; null for the first.'),
    recordedBy: person,
    recordedAt: instant,
  })
  .meta({ id: 'Interaction' });
export const interactionVersions = z.object({ items: z.array(interactionSchema) }).meta({ id: 'InteractionVersions' });

/** An entry of the conversation. */
export const entrySchema = z
  .object({
    kind: z.enum(conversationKinds),
    id: z.uuid(),
    at: instant,
    case: z.object({ id: z.uuid(), process: z.string(), title: z.string() }).nullable().describe('The case that it belongs to; null: outside of any.'),
    direction: z.enum(['in', 'out']).nullable().describe('`in` from the supplier, `out` from us; null: said face to face.'),
    channel: z.string().nullable().describe('mail, portal, note, api, web, or a chat such as slack.'),
    author: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
    text: z.string(),
    files: z.array(fileSchema).describe('Read one with GET /files/{id}.'),
    interaction: interactionSchema.nullable().describe('Of a call, a visit or a meeting.'),
    formerSupplierId: z.uuid().nullable().describe('The supplier, since merged into this one, with which it was said.'),
  })
  .meta({ id: 'ConversationEntry' });
export const conversation = pageOfItems(entrySchema).meta({ id: 'Conversation' });
export const conversationQuery = pageQuery.extend({ kind: z.enum(conversationKinds).optional() });

/** What waits for a person, in `GET /my-work`. */
export const followUpSchema = z.object({
  interactionId: z.uuid(),
  supplierId: z.uuid(),
  supplierName: z.string(),
  kind: z.enum(interactionKinds),
  at: instant,
  withWhom: z.string(),
  nextStep: z.string(),
  followUpOn: date,
});

/** Ids whose names are to be shown. */
export function namedIn({ recordedBy, followUpById, followedUpBy }: Interaction): string[] {
  return [recordedBy, followUpById, followedUpBy].filter((each) => each !== null);
}

/** An interaction as the API shows it; `names` by id. */
export function shownInteraction(row: Interaction, names: ReadonlyMap<string, string>): z.infer<typeof interactionSchema> {
  const { rootId, followUpById, supersededAt: _, ...rest } = row;
  const named = (id: string) => ({ id, name: names.get(id) ?? id });
  return {
    ...rest,
    id: rootId,
    kind: row.kind as z.infer<typeof interactionSchema>['kind'],
    at: row.at.toISOString(),
    followUpOn: row.followUpOn && dateText(row.followUpOn),
    followUpBy: followUpById === null ? null : named(followUpById),
    followedUpAt: row.followedUpAt?.toISOString() ?? null,
    followedUpBy: row.followedUpBy === null ? null : named(row.followedUpBy),
    recordedBy: named(row.recordedBy),
    recordedAt: row.recordedAt.toISOString(),
  };
}
