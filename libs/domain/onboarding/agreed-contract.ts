import { z } from 'zod';

const terms = z.string().trim().min(1).max(4_000).optional();
const day = z.iso.date();

/** A contract as it was agreed: it becomes a fact, which alerts of its end and a later phase-out read. */
export const agreedContractSchema = z
  .strictObject({
    number: z.string().trim().min(1).max(100),
    validFrom: day,
    validTo: day.optional().describe('Last day; left out: without end.'),
    priceTerms: terms,
    qualitySpecification: terms,
    testMethod: terms,
    paymentTerms: terms,
    liquidatedDamages: terms,
    noticeDays: z.int().min(0).max(3_660).optional(),
    kpiTargets: z
      .record(z.string().regex(/^[a-z][A-Za-z0-9]{0,59}$/, 'must be the name of an indicator'), z.string().regex(/^-?\d{1,12}(\.\d{1,6})?$/, 'must be a decimal number'))
      .refine((targets) => Object.keys(targets).length <= 50, 'at most 50 targets')
      .optional()
      .describe('Agreed target by indicator, such as `{"onTimeDelivery": "95"}`.'),
  })
  .refine(({ validFrom, validTo }) => validTo === undefined || validFrom <= validTo, { path: ['validTo'], message: 'must not be before the first day' });

/** See {@link agreedContractSchema}. */
export type AgreedContract = z.infer<typeof agreedContractSchema>;
