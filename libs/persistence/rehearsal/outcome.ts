import { SYSTEM } from '#domain/process/decision.js';
import { mannerOf, type Manner } from '#domain/rehearsal/cast.js';
import { factualDay, type Stretch } from '#domain/rehearsal/past.js';
import type { GradeCounts, Outcome, PeriodGrade } from '#domain/rehearsal/story.js';
import type { Grade } from '#domain/supplier/status.js';
import type { Database } from '../database.js';

/** Counts what the rehearsal in this database came to. */
export async function outcomeOf(db: Database, { stretch, seed, policy }: { stretch: Stretch; seed: number; policy: Outcome['policy'] }): Promise<Outcome> {
  const [events, alerts, rules, mails, proposals, consequences] = await Promise.all([
    counts(db, `SELECT v.type AS name, count(*)::int FROM events v JOIN cases c ON c.id = v.case_id WHERE c.process = 'rectification' GROUP BY 1`),
    counts(db, `SELECT CASE WHEN closed_at IS NULL THEN 'open' ELSE 'closed' END AS name, count(*)::int FROM alerts GROUP BY 1`),
    counts(db, 'SELECT rule AS name, count(*)::int FROM alerts GROUP BY 1'),
    counts(db, 'SELECT template AS name, count(*)::int FROM outbox GROUP BY 1'),
    counts(db, 'SELECT kind AS name, count(*)::int FROM proposals GROUP BY 1'),
    counts(db, 'SELECT kind AS name, count(*)::int FROM consequences GROUP BY 1'),
  ]);
  const [lifecycle] = await db.prisma.$queryRaw<Pick<Outcome, 'onboardings' | 'phaseOuts'>[]>`
    SELECT jsonb_build_object('opened', count(*) FILTER (WHERE process = 'onboarding'), 'active', count(*) FILTER (WHERE outcome = 'active'), 'rejected', count(*) FILTER (WHERE process = 'onboarding' AND outcome = 'rejected'),
             'expired', count(*) FILTER (WHERE outcome = 'expired'), 'open', count(*) FILTER (WHERE process = 'onboarding' AND status = 'open')) AS onboardings,
           jsonb_build_object('opened', count(*) FILTER (WHERE process = 'phaseOut'), 'steps', (SELECT count(*) FROM events WHERE type = 'shareMoved'), 'phasedOut', count(*) FILTER (WHERE outcome = 'phasedOut'),
             'rejected', count(*) FILTER (WHERE process = 'phaseOut' AND outcome = 'rejected'), 'aborted', count(*) FILTER (WHERE outcome = 'aborted'), 'open', count(*) FILTER (WHERE process = 'phaseOut' AND status = 'open')) AS "phaseOuts"
      FROM cases WHERE process IN ('onboarding', 'phaseOut')`;
  if (!lifecycle) throw new Error('An aggregate has a row.');
  const outcomes = await counts(db, `SELECT CASE WHEN status = 'open' THEN 'open' ELSE outcome END AS name, count(*)::int FROM cases WHERE process = 'rectification' GROUP BY 1`);
  return {
    policy,
    suppliers: await db.prisma.supplier.count({ where: { mergedIntoId: null } }),
    manners: await mannersOf(db, seed),
    monitoringRuns: await db.prisma.monitoringRun.count(),
    evaluations: await evaluationsOf(db, stretch),
    restated: await db.prisma.supersededScore.count(),
    alerts: { raised: sum(alerts), closed: alerts['closed'] ?? 0, byRule: rules },
    mails: {
      sent: sum(mails),
      toSuppliers: await db.prisma.outboxMessage.count({ where: { recipientKind: 'contact' } }),
      withoutCase: await db.prisma.outboxMessage.count({ where: { caseId: null } }),
      byTemplate: mails,
    },
    cases: {
      opened: events['opened'] ?? 0,
      reminders: events['reminded'] ?? 0,
      escalations: events['escalated'] ?? 0,
      extensions: events['extensionRequested'] ?? 0,
      effective: outcomes['effective'] ?? 0,
      failed: outcomes['failed'] ?? 0,
      cancelled: outcomes['cancelled'] ?? 0,
      open: outcomes['open'] ?? 0,
    },
    ...lifecycle,
    proposals,
    decidedProposals: await decidedProposals(db),
    consequences,
    ...(await people(db)),
  };
}

async function decidedProposals(db: Database): Promise<Outcome['decidedProposals']> {
  const rows = await db.prisma.$queryRaw<{ what: string; accepted: number; dismissed: number; open: number }[]>`
    SELECT coalesce(detail ->> 'kind', kind) AS what, count(*) FILTER (WHERE status = 'accepted')::int AS accepted,
           count(*) FILTER (WHERE status = 'dismissed')::int AS dismissed, count(*) FILTER (WHERE status = 'open')::int AS open
      FROM proposals GROUP BY 1`;
  return rows.sort((a, b) => (a.what < b.what ? -1 : 1));
}

/** What people did: appeals, ratings, and the decisions of our own. */
async function people(db: Database): Promise<Pick<Outcome, 'appeals' | 'ratings' | 'work'>> {
  const [appeals, invitations, [work]] = await Promise.all([
    counts(db, 'SELECT status AS name, count(*)::int FROM appeals GROUP BY 1'),
    counts(db, "SELECT status AS name, count(*)::int FROM survey_invitations WHERE recipient_kind = 'person' AND status <> 'delegated' GROUP BY 1"),
    db.prisma.$queryRaw<Omit<Outcome['work'], 'ratings'>[]>`
      SELECT (SELECT count(*)::int FROM submissions WHERE actor_kind = 'staff' AND status = 'applied') AS cases,
             (SELECT count(*)::int FROM evaluations WHERE calibrated_by <> ${SYSTEM.id})
               + (SELECT count(*)::int FROM evaluations WHERE reviewed_by <> ${SYSTEM.id})
               + (SELECT count(*)::int FROM score_overrides WHERE origin = 'review') AS cycles,
             (SELECT count(*)::int FROM appeals WHERE decided_by IS NOT NULL) AS appeals,
             (SELECT count(*)::int FROM proposals WHERE decided_by <> ${SYSTEM.id}) AS proposals`,
  ]);
  const answered = invitations['answered'] ?? 0;
  return {
    appeals: { filed: sum(appeals), upheld: appeals['upheld'] ?? 0, rejected: appeals['rejected'] ?? 0, undecided: appeals['undecided'] ?? 0 },
    ratings: { asked: sum(invitations), answered },
    work: { ...(work ?? { cases: 0, cycles: 0, appeals: 0, proposals: 0 }), ratings: answered },
  };
}

/** The official grades, for a comparison. */
export async function officialGrades(db: Database, { years }: Stretch): Promise<PeriodGrade[]> {
  const rows = await db.prisma.$queryRaw<{ supplier: string; periodStart: Date; periodEnd: Date; grade: Grade }[]>`
    SELECT s.name AS supplier, x.period_start AS "periodStart", x.period_end AS "periodEnd", x.grade
      FROM scores x JOIN suppliers s ON s.id = x.supplier_id WHERE x.official`;
  return rows.map((row) => ({ ...row, periodStart: factualDay(row.periodStart, { years }), periodEnd: factualDay(row.periodEnd, { years }) }));
}

async function evaluationsOf(db: Database, stretch: Stretch): Promise<Outcome['evaluations']> {
  const rows = await db.prisma.evaluation.findMany({ where: { official: true }, orderBy: [{ periodEnd: 'asc' }, { segment: 'asc' }] });
  const grades = await db.prisma.$queryRaw<{ evaluationId: string; grade: Grade; count: number }[]>`
    SELECT evaluation_id AS "evaluationId", grade, count(*)::int AS count FROM scores GROUP BY 1, 2`;
  const day = (instant: Date | null) => instant && factualDay(instant, stretch);
  return rows.map(({ id, periodStart, periodEnd, publishedAt, closedAt }) => ({
    periodStart: factualDay(periodStart, stretch),
    periodEnd: factualDay(periodEnd, stretch),
    grades: { ...none, ...Object.fromEntries(grades.filter(({ evaluationId }) => evaluationId === id).map(({ grade, count }) => [grade, count])) },
    publishedOn: day(publishedAt),
    closedOn: day(closedAt),
  }));
}

const none: GradeCounts = { A: 0, B: 0, C: 0, N: 0 };

async function mannersOf(db: Database, seed: number): Promise<Record<Manner, number>> {
  const rows = await db.prisma.$queryRaw<{ code: string }[]>`SELECT code FROM suppliers WHERE id IN (SELECT supplier_id FROM cases WHERE process = 'rectification')`;
  const drawn: Record<Manner, number> = { prompt: 0, late: 0, silent: 0 };
  for (const { code } of rows) drawn[mannerOf(seed, code)] += 1;
  return drawn;
}

async function counts(db: Database, sql: string): Promise<Record<string, number>> {
  const rows = await db.prisma.$queryRawUnsafe<{ name: string; count: number }[]>(`SELECT * FROM (${sql}) AS counted ORDER BY 1`);
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}

function sum(counted: Record<string, number>): number {
  return Object.values(counted).reduce((total, count) => total + count, 0);
}
