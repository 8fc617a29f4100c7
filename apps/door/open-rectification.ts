import { indicatorsOf } from '#domain/indicators/user-defined.js';
import { openRectificationSchema } from '#domain/rectification/commands.js';
import { currentPolicy } from '#persistence/policies/policies.js';
import { rectification } from '#workflows/rectification/contract.js';
import { createHash } from 'node:crypto';
import type { Engine } from './act.js';
import type { FieldProblem } from './door.js';
import type { Opener } from './opener.js';
import { problemsOf } from './parse.js';
import { rectificationOpening } from './rectification-opening.js';
import { reportRecurrence } from './recurrence.js';

/** How a rectification is opened by hand. */
export const rectificationOpener: Opener = {
  contract: rectification,
  async prepare(engine, { body, actor }) {
    const parsed = openRectificationSchema.safeParse(body);
    if (!parsed.success) return { status: 'invalid', problems: problemsOf(parsed) };
    const { supplierId, severity, title, description, indicator, confidential, readers } = parsed.data;
    const problems = await unknownNames(engine, { indicator, confidential, readers });
    if (problems.length > 0) return { status: 'invalid', problems };
    return {
      supplierId,
      facts: {
        severity,
        cause: manualCause(title, confidential === true ? actor.id : null),
        ...(indicator === undefined ? {} : { indicator }),
        ...(confidential === true ? { readers: [...new Set([actor.id, ...(readers ?? [])])] } : {}),
      },
      content: { title, description },
    };
  },
  begin(submission, policy) {
    const opening = rectificationOpening(submission, policy);
    return { opening, summary: `Rectification, ${opening.severity}, opened by hand` };
  },
  again: (engine, { request, runningId, content }) => reportRecurrence(engine, { ...request, runningId, text: String(content['description']) }),
  twin: (runningId) => `The supplier has an open rectification with this title: ${runningId}.`,
};

/** What the opening names and is not there. */
async function unknownNames(
  engine: Engine,
  { indicator, confidential, readers = [] }: { indicator?: string | undefined; confidential?: boolean | undefined; readers?: string[] | undefined },
): Promise<FieldProblem[]> {
  const problems: FieldProblem[] = [];
  if (indicator !== undefined) {
    const { policy } = await currentPolicy(engine.db);
    if (!indicatorsOf(policy.indicators).some(({ name }) => name === indicator)) problems.push({ path: 'indicator', message: 'there is no such indicator' });
  }
  if (readers.length > 0 && confidential !== true) problems.push({ path: 'readers', message: 'only a confidential case has readers of its own' });
  const known = readers.length === 0 ? 0 : await engine.db.prisma.person.count({ where: { id: { in: readers }, active: true } });
  if (known < new Set(readers).size) problems.push({ path: 'readers', message: 'somebody named is not an active person' });
  return problems;
}

/**
 * One open case per supplier and cause: by hand, the cause is the title, whatever its case and spacing.
 * Hashed, because the cause travels to the workflow and people's words do not. A confidential case is a twin only to who opened it:
 * from a refusal others would learn of it.
 */
function manualCause(title: string, confidentialTo: string | null): string {
  const words = `${title.toLocaleLowerCase('en').replace(/\s+/g, ' ')}${confidentialTo === null ? '' : `\n${confidentialTo}`}`;
  return `manual:${createHash('sha256').update(words).digest('hex').slice(0, 16)}`;
}
