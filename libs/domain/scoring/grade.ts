import { z } from 'zod';
import { Exact } from '../indicators/exact.js';
import { type Grade, grades } from '../supplier/status.js';

/** N: not enough data, no consequence. */
export const gradeSchema = z.enum(grades);

/** Lowest score, as shown, of grades A and B; below is C. */
export const gradeBoundsSchema = z
  .strictObject({ A: z.number().min(0).max(100), B: z.number().min(0).max(100) })
  .refine((bounds) => bounds.A > bounds.B, { path: ['B'], message: 'must lie below the bound of grade A' });

/** See {@link gradeBoundsSchema}. */
export type GradeBounds = z.infer<typeof gradeBoundsSchema>;

/**
 * What holds a grade down whatever the score, as of the cut-off.
 * `openCriticalNonconformity`: a rectification of severity critical is open.
 * `expiredMandatoryCertificate`: a mandatory certificate has run out, and none of its kind is valid in its place.
 * `sanctionsHit`, `forgedCertificate`: found by us and not lifted; these are fatal.
 */
export const gateNameSchema = z.enum(['openCriticalNonconformity', 'expiredMandatoryCertificate', 'sanctionsHit', 'forgedCertificate']);

/** See {@link gateNameSchema}. */
export type GateName = z.infer<typeof gateNameSchema>;

/** After these it is not asked how to improve, but whether to part. */
const fatalGates: ReadonlySet<GateName> = new Set<GateName>(['sanctionsHit', 'forgedCertificate']);

/** The best grade that a supplier can have while the gate's condition holds. */
export const gateSchema = z
  .strictObject({ gate: gateNameSchema, highestGrade: z.enum(['B', 'C']) })
  .refine(({ gate, highestGrade }) => !fatalGates.has(gate) || highestGrade === 'C', { path: ['highestGrade'], message: 'must be C: the gate is fatal' });

/** See {@link gateSchema}. */
export type Gate = z.infer<typeof gateSchema>;

/** The gate as an explanation has it. */
export function shownGate(gate: Gate): Gate & { readonly fatal?: true } {
  return fatalGates.has(gate.gate) ? { ...gate, fatal: true } : gate;
}

/** The score as shown: one decimal, half up. The number shown is the number graded. */
export function shownScore(score: Exact): Exact {
  return score.toDecimalPlaces(1, Exact.ROUND_HALF_UP);
}

/** Grade of a score as shown. */
export function gradeOf(shown: Exact, bounds: GradeBounds): Grade {
  if (shown.gte(bounds.A)) return 'A';
  return shown.gte(bounds.B) ? 'B' : 'C';
}

/** The grade under the gates that hold. N stays N: what is not known cannot be capped. */
export function capGrade(grade: Grade, holding: readonly Gate[]): Grade {
  if (grade === 'N') return grade;
  return holding.reduce<Grade>((worst, gate) => (gate.highestGrade > worst ? gate.highestGrade : worst), grade);
}
