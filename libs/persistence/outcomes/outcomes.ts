import { judgeOutcome, outcomeNames, spanBefore, valueOf, type JudgedOutcome, type OutcomeGoals, type OutcomeName } from '#domain/outcomes/outcomes.js';
import type { Database } from '../database.js';
import { measureOutcome, type Span } from './measure.js';

/** What an outcome is compared with. */
export interface Baseline extends Span {
  /** null: nothing could be measured. */
  readonly value: number | null;
  /** `stated` by a person; `measured` when a person chose its period; `periodBefore`: nobody has said anything. */
  readonly source: 'stated' | 'measured' | 'periodBefore';
  readonly setBy: string | null;
  readonly setAt: Date | null;
}

/** An outcome of a span with its baseline. */
export interface OutcomeRecord extends JudgedOutcome {
  readonly outcome: OutcomeName;
  readonly baseline: Baseline;
}

/** The prices of the baseline are what the purchase cost is counted in. */
const COST_OF_BASELINE = 100;

/** All outcomes of a span, each against its baseline and the goals. Without a baseline that was set, the span of as many days right before is it. */
export async function outcomesOf(db: Database, span: Span, goals: OutcomeGoals): Promise<OutcomeRecord[]> {
  const set = await baselines(db);
  return Promise.all(
    outcomeNames.map(async (outcome) => {
      const baseline = set.get(outcome) ?? (await measuredBefore(db, outcome, span));
      const measured = await measureOutcome(db, outcome, { span, baseline });
      return { outcome, ...judgeOutcome(outcome, measured, baseline.value, goals), baseline };
    }),
  );
}

/** The value of an outcome over the period that is its baseline; null where there is too little to say. */
export async function baselineValue(db: Database, outcome: OutcomeName, span: Span): Promise<number | null> {
  const measured = await measureOutcome(db, outcome, { span, baseline: span });
  if (outcome === 'purchaseCost') return measured.sample === 0 ? null : COST_OF_BASELINE;
  return valueOf(outcome, measured);
}

/** Sets what an outcome is compared with from now on. */
export async function setBaseline(
  db: Database,
  outcome: OutcomeName,
  { value, span, source, by, at }: { value: number; span: Span; source: 'stated' | 'measured'; by: string; at: Date },
): Promise<Baseline> {
  const data = { value, periodStart: new Date(span.from), periodEnd: new Date(span.to), source, setBy: by, setAt: at };
  await db.prisma.outcomeBaseline.upsert({ where: { outcome }, create: { outcome, ...data }, update: data });
  return { ...span, value, source, setBy: by, setAt: at };
}

async function baselines(db: Database): Promise<Map<string, Baseline>> {
  const day = (date: Date) => date.toISOString().slice(0, 10);
  const rows = await db.prisma.outcomeBaseline.findMany();
  return new Map(
    rows.map(({ outcome, value, periodStart, periodEnd, source, setBy, setAt }) => [
      outcome,
      { value: value.toNumber(), from: day(periodStart), to: day(periodEnd), source: source as Baseline['source'], setBy, setAt },
    ]),
  );
}

async function measuredBefore(db: Database, outcome: OutcomeName, span: Span): Promise<Baseline> {
  const before = spanBefore(span);
  return { ...before, value: await baselineValue(db, outcome, before), source: 'periodBefore', setBy: null, setAt: null };
}
