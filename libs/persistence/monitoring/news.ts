import type { Transaction } from '../database.js';
import { Prisma } from '../generated/client.js';

/** How many days a run may look back and still have news: longer ago is history replayed. */
const NEWS_DAYS = 7;
const DAY = 86_400_000;

/** That the next step before an end is reached. */
export interface StepReached {
  readonly alertId: string;
  readonly step: number;
}

/** Whether what a run finds is news: its day is that of the latest run, and not long past. */
export function isNews({ asOf, latest, now }: { asOf: string; latest: boolean; now: Date }): boolean {
  return latest && Date.parse(asOf) >= now.getTime() - (NEWS_DAYS + 1) * DAY;
}

/**
 * Notes what of a run is news, each thing once whichever run finds it: the alerts it raised that stand, and the steps that
 * others have reached. It is told by the next run that tells.
 */
export async function noteNews(tx: Transaction, { runId, steps }: { runId: string; steps: readonly StepReached[] }): Promise<void> {
  await tx.$executeRaw(Prisma.sql`
    INSERT INTO alert_news (alert_id, what, run_id)
    SELECT id, 'raised', run_id FROM alerts WHERE run_id = ${runId}::uuid AND status <> 'closed'
    UNION ALL SELECT "alertId", 'step:' || step, ${runId}::uuid FROM jsonb_to_recordset(${JSON.stringify(steps)}::jsonb) AS reached ("alertId" uuid, step int)
    ON CONFLICT DO NOTHING`);
}
