import { Command } from 'commander';
import { callApi, withApiOptions, type ApiOptions } from '../api-client.js';

interface Work {
  cases: { supplierName: string; title: string; stage: string; dueAt: string | null; overdue: boolean }[];
  proposals: unknown[];
  heldMails: number;
  stages: { process: string; stage: string; count: number; overdue: number }[];
}

interface Evaluations {
  items: { id: string; periodStart: string; periodEnd: string; status: string; scored: number; total: number }[];
}

/** `steward status`: where cases and evaluations stand, and what waits for the key's holder. */
export const statusCommand = () =>
  withApiOptions(new Command('status').description('where cases and evaluations stand, and what waits for you')).action(status);

async function status(options: ApiOptions): Promise<void> {
  const [work, evaluations] = await Promise.all([
    callApi<Work>(options, 'GET', '/my-work'),
    callApi<Evaluations>(options, 'GET', '/evaluations?limit=5'),
  ]);
  console.log('Open cases');
  for (const { process, stage, count, overdue } of work.stages) {
    console.log(`  ${process.padEnd(16)} ${stage.padEnd(14)} ${String(count).padStart(6)}${overdue > 0 ? `, ${overdue} overdue` : ''}`);
  }
  if (work.stages.length === 0) console.log('  none');
  console.log('Latest evaluations');
  for (const each of evaluations.items) {
    console.log(`  ${each.periodStart} to ${each.periodEnd}  ${each.status.padEnd(10)} ${each.scored} of ${each.total} scored  ${each.id}`);
  }
  if (evaluations.items.length === 0) console.log('  none yet: steward evaluate --from YYYY-MM-DD --to YYYY-MM-DD');
  console.log(`Waiting for you: ${work.cases.length} cases, ${work.proposals.length} proposals, ${work.heldMails} held mails`);
  for (const each of work.cases) {
    console.log(`  ${each.overdue ? 'OVERDUE ' : ''}${each.supplierName}: ${each.title} (${each.stage}${each.dueAt ? `, due ${each.dueAt}` : ''})`);
  }
}
