import { z } from 'zod';
import { segments } from '../supplier/status.js';

/** A category as order lines and suppliers name it. */
export const categoryName = z.string().trim().min(1).max(200).regex(/^\P{Cc}*$/u, 'must be one line without control characters');

const reason = z.string().trim().min(3).max(2000);

/** Body of `PUT /suppliers/{id}/segmentations/{category}`: question → answer; what is left out is unanswered. */
export const segmentationBody = z.strictObject({
  answers: z.record(z.string().max(40), z.string().max(40)).refine((answers) => Object.keys(answers).length <= 30, 'at most 30 answers'),
});

/** Body of `POST /suppliers/{id}/segment-overrides`. */
export const segmentOverrideBody = z.strictObject({
  /** null: the supplier's own segment. */
  category: categoryName.nullable().default(null),
  segment: z.enum(segments),
  reason,
  /** The last day on which it holds. */
  expiresOn: z.iso.date(),
});

export type SegmentOverrideBody = z.infer<typeof segmentOverrideBody>;
