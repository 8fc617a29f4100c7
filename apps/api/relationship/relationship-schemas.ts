import { z } from 'zod';
import { relationshipTemplate } from '#domain/relationship/plan.js';
import { guest } from '#domain/relationship/meetings.js';
import { derivedOf, entryBody, isReached, registers } from '#domain/relationship/registers.js';
import { segments } from '#domain/supplier/status.js';
import type { RelationshipPlan, RelationshipReview } from '#persistence/generated/client.js';
import type { EntryRecord } from '#persistence/relationship/entries.js';
import type { TemplateRecord } from '#persistence/relationship/templates.js';
import { date, dateText, instant } from '../http/answers.js';
import { flag, pageOfItems, pageQuery } from '../http/paging.js';

export const planSchema = z
  .object({
    supplierId: z.uuid(),
    segment: z.enum(segments).describe('Whose template it was made from.'),
    ownerId: z.uuid(),
    meetingEveryWeeks: z.int().nullable(),
    meetingMinutes: z.int(),
    meetingAt: z.string().describe('Time of day at the supplier’s.'),
    reviewEveryMonths: z.int(),
    nextReviewOn: date,
    guests: z.array(guest),
    startedOn: date,
    version: z.int(),
  })
  .meta({ id: 'RelationshipPlan' });

export const planBody = z
  .strictObject({
    ownerId: z.uuid(),
    meetingEveryWeeks: z.int().min(1).max(104).nullable(),
    meetingMinutes: z.int().min(15).max(480),
    meetingAt: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is a time of day, such as 10:00'),
    reviewEveryMonths: z.int().min(1).max(36),
    guests: z.array(guest).max(20).default([]).describe('Customers or third parties who are invited as well.'),
  })
  .meta({ id: 'RelationshipPlanBody' });

export const reviewSchema = z.object({ id: z.uuid(), on: date, decision: z.string(), nextReviewOn: date, by: z.string(), at: instant }).meta({ id: 'RelationshipReview' });
export const reviews = pageOfItems(reviewSchema).meta({ id: 'RelationshipReviews' });
export const reviewBody = z.strictObject({ decision: z.string().trim().min(1, 'must not be empty').max(4_000).describe('What holds, and what is to change.') });

export const entrySchema = z
  .object({
    id: z.uuid(),
    version: z.int(),
    supplierId: z.uuid(),
    entry: entryBody,
    riskLevel: z.int().nullable().describe('Of a risk: probability × impact, 1 to 25.'),
    hoursToResolve: z.number().nullable().describe('Of an issue that was resolved.'),
    isReached: z.boolean().nullable().describe('Of a target: whether `reached` reaches it; null while nothing is said.'),
    recordedBy: z.string(),
    recordedAt: instant,
  })
  .meta({ id: 'RelationshipEntry' });
export const entries = pageOfItems(entrySchema).meta({ id: 'RelationshipEntries' });
export const entryQuery = pageQuery.extend({ register: z.enum(registers).optional(), open: flag.optional() });

export const templateSchema = z
  .object({ segment: z.enum(segments), content: relationshipTemplate, version: z.int().describe('0: the default.'), updatedBy: z.string().nullable(), updatedAt: instant.nullable() })
  .meta({ id: 'RelationshipTemplateOfSegment' });
export const templates = z.object({ items: z.array(templateSchema) }).meta({ id: 'RelationshipTemplates' });

/** A plan as the API shows it. */
export function shownPlan({ nextReviewOn, startedOn, ...plan }: RelationshipPlan): z.infer<typeof planSchema> {
  return planSchema.parse({ ...plan, nextReviewOn: dateText(nextReviewOn), startedOn: dateText(startedOn) });
}

/** A review as the API shows it. */
export function shownReview({ id, on, decision, nextReviewOn, by, at }: RelationshipReview): z.infer<typeof reviewSchema> {
  return { id, on: dateText(on), decision, nextReviewOn: dateText(nextReviewOn), by, at: at.toISOString() };
}

/** An entry as the API shows it. */
export function shownEntry({ id, version, supplierId, body, recordedBy, recordedAt }: EntryRecord): z.infer<typeof entrySchema> {
  const reached = body.register === 'target' ? isReached(body, body.reached) : null;
  return { id, version, supplierId, entry: body, ...derivedOf(body), isReached: reached, recordedBy, recordedAt: recordedAt.toISOString() };
}

/** A template as the API shows it. */
export function shownTemplate({ updatedAt, ...template }: TemplateRecord): z.infer<typeof templateSchema> {
  return { ...template, updatedAt: updatedAt?.toISOString() ?? null };
}
