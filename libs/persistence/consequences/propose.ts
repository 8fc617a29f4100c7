import { consequencesDue, phaseOutDue } from '#domain/consequences/due.js';
import type { ConsequenceKind, ConsequenceRule } from '#domain/consequences/rules.js';
import { addBusinessDays } from '#domain/calendar/business-days.js';
import { rectificationTermsSchema } from '#domain/rectification/terms.js';
import type { Grade, Segment } from '#domain/supplier/status.js';
import { DateTime } from 'luxon';
import { v5 as uuidv5 } from 'uuid';
import { z } from 'zod';
import type { Database, Transaction } from '../database.js';
import type { Prisma } from '../generated/client.js';
import { calendarFor } from '../holidays.js';
import { earlierGrades } from '../scorecards/scorecards.js';
import { announceProposed } from '../proposals/announce-proposals.js';

/** Why a consequence of a rule is proposed; a code, for screens to translate. */
export const BY_RULE = 'consequenceRule';

/** Suppliers looked at in one transaction. */
const PAGE = 500;

/** What a proposal of kind `consequence` carries: the rule, what it proposes, and the grades that ask for it. */
export const consequenceDetailSchema = z.object({
  rule: z.string(),
  kind: z.string(),
  terms: z.record(z.string(), z.union([z.string(), z.number()])),
  months: z.number().nullable(),
  grade: z.string(),
  periods: z.number(),
  periodStart: z.string(),
  periodEnd: z.string(),
});

/** See {@link consequenceDetailSchema}. */
export type ConsequenceDetail = z.infer<typeof consequenceDetailSchema>;

interface Judged {
  readonly supplierId: string;
  readonly segment: Segment;
  readonly grade: Grade;
  readonly score: number | null;
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly fatalGate: string | null;
}

/** One page of proposals: how many were made, and where the next page begins; null after the last. */
export interface ProposedPage {
  readonly proposed: number;
  readonly next: string | null;
}

/**
 * Proposes what the final grades of an official evaluation ask for, for the next suppliers: consequences by the policy's rules, and
 * phase-outs. A grade whose appeal nobody decided has no consequences. Repeated, it proposes nothing twice.
 */
export async function proposeAfterGrades(
  db: Database,
  { evaluationId, rules, after, at }: { evaluationId: string; rules: readonly ConsequenceRule[]; after: string | null; at: Date },
): Promise<ProposedPage> {
  return db.transaction(async (tx) => {
    const judged = await judgedSuppliers(tx, evaluationId, after);
    const ids = judged.map((each) => each.supplierId);
    const rows = [
      ...(await byRules(tx, evaluationId, judged, rules, at)),
      ...(await phaseOuts(tx, evaluationId, judged, at)),
    ];
    const made = await tx.proposal.createManyAndReturn({ data: rows, skipDuplicates: true });
    await announceProposed(tx, made, at);
    return { proposed: made.length, next: judged.length < PAGE ? null : (ids.at(-1) ?? null) };
  });
}

async function judgedSuppliers(tx: Transaction, evaluationId: string, after: string | null): Promise<Judged[]> {
  return tx.$queryRaw<Judged[]>`
    SELECT s.supplier_id AS "supplierId", s.segment, s.grade, s.score::float8 AS score, to_char(s.period_start, 'YYYY-MM-DD') AS "periodStart",
      to_char(s.period_end, 'YYYY-MM-DD') AS "periodEnd",
      (SELECT g ->> 'gate' FROM jsonb_array_elements(s.explanation -> 'gates') g WHERE g ->> 'fatal' = 'true' LIMIT 1) AS "fatalGate"
    FROM scores s JOIN evaluations e ON e.id = s.evaluation_id JOIN suppliers p ON p.id = s.supplier_id
    WHERE s.evaluation_id = ${evaluationId}::uuid AND s.official AND e.status IN ('published', 'closed') AND p.merged_into_id IS NULL
      AND (${after}::uuid IS NULL OR s.supplier_id > ${after}::uuid)
      AND NOT EXISTS (SELECT FROM appeals a WHERE a.evaluation_id = s.evaluation_id AND a.supplier_id = s.supplier_id AND (a.status = 'open' OR a.lapsed_at IS NOT NULL))
    ORDER BY s.supplier_id LIMIT ${PAGE}`;
}

async function byRules(
  tx: Transaction,
  evaluationId: string,
  judged: readonly Judged[],
  rules: readonly ConsequenceRule[],
  at: Date,
): Promise<Prisma.ProposalCreateManyInput[]> {
  if (rules.length === 0) return [];
  const ids = judged.map((each) => each.supplierId);
  const periods = Math.max(...rules.map((rule) => rule.periods)) - 1;
  const earlier = grouped(await earlierGrades(tx, { evaluationId, supplierIds: ids, periods }));
  const standing = grouped(await standingConsequences(tx, evaluationId, ids, at));
  return judged.flatMap(({ supplierId, segment, grade, periodStart, periodEnd }) =>
    consequencesDue(rules, { segment, grades: [grade, ...(earlier.get(supplierId) ?? []).map((each) => each.grade as Grade)], standing: standing.get(supplierId) ?? [] }).map((rule) => {
      const detail: ConsequenceDetail = { rule: rule.name, kind: rule.kind, terms: rule.terms, months: rule.months, grade, periods: rule.periods, periodStart, periodEnd };
      return proposalRow({ kind: 'consequence', name: rule.name, supplierId, evaluationId, reason: BY_RULE, detail, at });
    }),
  );
}

/** In force at `at`, or waiting for a decision; those of this very evaluation are not in each other's way. */
async function standingConsequences(tx: Transaction, evaluationId: string, supplierIds: string[], at: Date) {
  const today = at.toISOString().slice(0, 10);
  return tx.$queryRaw<{ supplierId: string; kind: ConsequenceKind; rule: string; inForce: boolean }[]>`
    SELECT c.supplier_id AS "supplierId", c.kind, coalesce(p.detail ->> 'rule', '') AS rule, true AS "inForce"
    FROM consequences c JOIN proposals p ON p.id = c.proposal_id
    WHERE c.supplier_id = ANY(${supplierIds}::uuid[]) AND c.ended_at IS NULL AND (c.in_force_until IS NULL OR c.in_force_until >= ${today}::date)
    UNION ALL
    SELECT p.supplier_id, p.detail ->> 'kind', p.detail ->> 'rule', false FROM proposals p
    WHERE p.supplier_id = ANY(${supplierIds}::uuid[]) AND p.kind = 'consequence' AND p.status = 'open' AND p.cause_evaluation_id <> ${evaluationId}::uuid`;
}

async function phaseOuts(tx: Transaction, evaluationId: string, judged: readonly Judged[], at: Date): Promise<Prisma.ProposalCreateManyInput[]> {
  const questioned = judged.filter(({ grade, fatalGate }) => grade === 'C' || fatalGate !== null).map((each) => each.supplierId);
  if (questioned.length === 0) return [];
  const due = grouped(await implementationsDue(tx, questioned));
  const proposed = new Set(
    (await tx.proposal.findMany({ where: { kind: 'phaseOut', status: 'open', supplierId: { in: questioned } }, select: { supplierId: true } })).map((each) => each.supplierId),
  );
  return judged.flatMap(({ supplierId, grade, score, periodStart, periodEnd, fatalGate }) => {
    const before = due.get(supplierId) ?? [];
    const reason = phaseOutDue({ grade, periodStart, fatalGate: fatalGate !== null, implementationsDue: before.map((each) => each.dueOn) });
    if (reason === null || proposed.has(supplierId)) return [];
    const answered = before.filter((each) => each.dueOn < periodStart).at(-1);
    const detail = { grade, score, periodStart, periodEnd, gate: fatalGate, rectificationId: answered?.caseId ?? null, implementationDueOn: answered?.dueOn ?? null };
    return [proposalRow({ kind: 'phaseOut', name: 'phaseOut', supplierId, evaluationId, reason, detail, at })];
  });
}

/**
 * On which days the measures of rectifications that a grade C opened were due, by day: of one that is being implemented as its case says,
 * else so many business days of the supplier after its plan was first accepted, with the days granted beyond. One whose plan was never
 * accepted owes no measures; cancelled ones do not count.
 */
async function implementationsDue(tx: Transaction, supplierIds: string[]): Promise<{ supplierId: string; caseId: string; dueOn: string }[]> {
  const cases = await tx.$queryRaw<{ supplierId: string; caseId: string; acceptedAt: Date; granted: number; state: unknown; dueAt: Date | null; country: string | null; timeZone: string }[]>`
    SELECT c.supplier_id AS "supplierId", c.id AS "caseId", min(v.at) FILTER (WHERE v.type = 'planAccepted') AS "acceptedAt",
      coalesce(sum((v.data ->> 'businessDays')::int) FILTER (WHERE v.type = 'extensionGranted' AND v.data ->> 'stage' = 'implementing'), 0)::int AS granted,
      c.state, CASE WHEN c.status = 'open' AND c.stage = 'implementing' AND c.waiting_for = 'supplier' THEN c.due_at END AS "dueAt", p.country, p.time_zone AS "timeZone"
    FROM cases c JOIN suppliers p ON p.id = c.supplier_id JOIN events v ON v.case_id = c.id
    WHERE c.supplier_id = ANY(${supplierIds}::uuid[]) AND c.process = 'rectification' AND c.cause = 'grade' AND c.status <> 'cancelled'
    GROUP BY c.id, p.id HAVING bool_or(v.type = 'planAccepted')`;
  return cases
    .map(({ supplierId, caseId, acceptedAt, granted, state, dueAt, country, timeZone }) => {
      const { implement } = rectificationTermsSchema.parse((state as { terms?: unknown }).terms ?? {});
      const accepted = DateTime.fromJSDate(acceptedAt, { zone: timeZone });
      const counted = addBusinessDays(accepted, implement + granted, calendarFor({ country, timeZone }, acceptedAt));
      const day = dueAt === null ? counted : DateTime.fromJSDate(dueAt, { zone: timeZone });
      return { supplierId, caseId, dueOn: day.toISODate() ?? '' };
    })
    .sort((a, b) => a.dueOn.localeCompare(b.dueOn));
}

function proposalRow(row: { kind: string; name: string; supplierId: string; evaluationId: string; reason: string; detail: object; at: Date }): Prisma.ProposalCreateManyInput {
  const { kind, name, supplierId, evaluationId, reason, detail, at } = row;
  return {
    id: uuidv5(`${kind} ${name} ${supplierId}`, evaluationId),
    kind,
    supplierId,
    causeEvaluationId: evaluationId,
    reason,
    forRole: 'manager',
    status: 'open',
    proposedAt: at,
    detail: { ...detail },
  };
}

function grouped<Item extends { readonly supplierId: string }>(items: readonly Item[]): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(item.supplierId, [...(groups.get(item.supplierId) ?? []), item]);
  return groups;
}

/** How many proposals an evaluation has led to, whatever became of them. */
export async function countProposals(db: Database, evaluationId: string): Promise<number> {
  return db.prisma.proposal.count({ where: { causeEvaluationId: evaluationId, kind: { in: ['consequence', 'phaseOut'] } } });
}
