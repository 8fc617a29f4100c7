import { z } from 'zod';
import { findIndicator, indicatorNameSchema } from '../indicators/catalogue.js';
import { Exact } from '../indicators/exact.js';
import { segments } from '../supplier/status.js';
import { faultsOf, normaliserSchema } from './normaliser.js';

/** Kraljic's four segments. */
export const segmentSchema = z.enum(segments);

/** What one indicator weighs in a segment's score, and how its value becomes points. */
export const templateLineSchema = z
  .strictObject({
    indicator: indicatorNameSchema,
    weight: z.number().gt(0).max(100),
    normaliser: normaliserSchema,
  })
  .superRefine((line, context) => {
    // The indicators that a policy defines itself are known to the whole document only.
    const builtIn = findIndicator(line.indicator);
    for (const fault of builtIn ? faultsOf(line.normaliser, builtIn.direction) : [])
      context.addIssue({ code: 'custom', path: ['normaliser', ...fault.path], message: fault.message });
  });

/** See {@link templateLineSchema}. */
export type TemplateLine = z.infer<typeof templateLineSchema>;

/** What makes up the score of a segment; the weights sum to 100. */
export const templateSchema = z.array(templateLineSchema).superRefine((lines, context) => {
  const seen = new Set<string>();
  lines.forEach((line, index) => {
    if (seen.has(line.indicator))
      context.addIssue({ code: 'custom', path: [index, 'indicator'], message: `${line.indicator} is weighed twice` });
    seen.add(line.indicator);
  });
  const sum = lines.reduce((total, line) => total.plus(line.weight), new Exact(0));
  if (!sum.eq(100))
    context.addIssue({ code: 'custom', path: [], message: `the weights sum to ${sum.toString()}, not to 100` });
});

/** See {@link templateSchema}. */
export type Template = z.infer<typeof templateSchema>;
