import { randomUUID } from 'node:crypto';
import type { RowEnd } from '#domain/monitoring/delivery-row.js';
import { judgedOn, latestJudgedMonth, monthsBetween, shiftMonth } from '#domain/monitoring/judged-months.js';
import type { NeighbouringRuns, RuleChanges, RunContext } from './context.js';
import { findRows, monthEvidence } from './rules/delivery-row.js';

const rule = 'onTimeDelivery3Months' as const;

/**
 * What a run changes of the default alert. It judges the latest month, and every month since the run before: a run that was
 * missed loses nothing. Dated are alerts by the day on which their month was judged, whichever run found them.
 */
export async function rowChanges(context: RunContext, runs: NeighbouringRuns): Promise<RuleChanges> {
  const { latestMonth, terms, asOf, judging } = context;
  const { severity, threshold, minimumLines } = terms[rule];
  const since = runs.previous === null ? latestMonth : shiftMonth(latestJudgedMonth(runs.previous, judging), 1);
  const judge = monthsBetween(since < latestMonth ? since : latestMonth, latestMonth);
  const followAsOf = runs.latest !== null && runs.latest > asOf ? runs.latest : asOf;
  const follow = monthsBetween(shiftMonth(latestMonth, 1), latestJudgedMonth(followAsOf, judging));
  const { rows, silences } = await findRows(context, { judge, follow, followAsOf });
  const ended = ({ month, because }: RowEnd) => ({ endedFor: month, because, on: judgedOn(month, judging) });
  const raised = rows.flatMap(({ supplierId, raised: found }) =>
    found.map(({ raisedFor, months, end }) => ({
      id: randomUUID(),
      rule,
      supplierId,
      subject: '',
      raisedFor,
      severity,
      evidence: { threshold, minimumLines, asOf, months: months.map(monthEvidence) },
      raisedOn: judgedOn(raisedFor, judging),
      end: end && { ...ended(end), evidence: closing(end, asOf) },
    })),
  );
  const closed = rows.flatMap(({ supplierId, ended: found }) =>
    found.map(({ alert, end }) => ({ id: alert.id, supplierId, ...ended(end), evidence: closing(end, asOf) })),
  );
  return { changes: { raised, ended: closed, regraded: [] }, silences, steps: [] };
}

function closing({ month, because, figure }: RowEnd, asOf: string) {
  return because === 'continued' ? { month, asOf } : { ...monthEvidence(figure), asOf };
}
