import { openDatabase } from '#persistence/database.js';
import { endRehearsal, getRehearsal, noteProgress, type RehearsalProgress } from '#persistence/rehearsal/rehearsals.js';
import { createInterface } from 'node:readline';
import { rehearse, RehearsalRefused, type PolicyChoice } from './rehearse.js';

/** Milliseconds between two notes of how far it has come; each is a sign of life, and looks whether it was cancelled. */
const NOTE_EVERY = 1_000;
/** Milliseconds that clearing up may take once it was told to stop; what is left then, the next rehearsal removes. */
const STOP_LIMIT = 60_000;

/**
 * Plays the rehearsal of a row, as a process of its own: its first argument is the row's id, the first line of its input the
 * address of the database. When the input ends – whoever started it has died – it stops too.
 */
async function playRecorded(id: string, databaseUrl: string, stop: AbortController): Promise<void> {
  const db = openDatabase({ url: databaseUrl, role: 'staff', applicationName: 'steward-rehearsal', poolSize: 2 });
  const row = await getRehearsal(db, id);
  if (!row || row.status !== 'running') return db.close();
  let progress: RehearsalProgress = row.progress;
  const note = async () => {
    if (!(await noteProgress(db, id, { progress, at: new Date() }))) stop.abort(new RehearsalRefused('The rehearsal was cancelled.'));
  };
  const notes = setInterval(() => void note().catch(() => undefined), NOTE_EVERY);
  const { policyVersion, againstVersion, from, to, seed } = row.request;
  const chosen = (version: number | null): PolicyChoice => (version === null ? { kind: 'current' } : { kind: 'version', version });
  try {
    const result = await rehearse(
      { sourceUrl: databaseUrl, policies: [chosen(policyVersion), ...(againstVersion === null ? [] : [chosen(againstVersion)])], from, to, seed },
      {
        signal: stop.signal,
        onStep: (step) => (progress = { ...progress, step }),
        onDay: ({ day, done, days, policy }) => (progress = { ...progress, step: 'playing', day, daysDone: done, daysTotal: days, policy: policy + 1 }),
      },
    );
    await endRehearsal(db, id, { status: 'completed', result, at: new Date() });
  } catch (error) {
    const words = error instanceof RehearsalRefused ? error.message : 'Something went wrong on our side; it has been logged.';
    if (!(error instanceof RehearsalRefused)) console.error(error);
    await endRehearsal(db, id, { status: 'failed', error: words, at: new Date() });
  } finally {
    clearInterval(notes);
    await db.close();
  }
}

const [, , id] = process.argv;
const input = createInterface({ input: process.stdin });
const stop = new AbortController();
const end = () => stop.abort(new RehearsalRefused('The process that asked for it has stopped.'));
stop.signal.addEventListener('abort', () => setTimeout(() => process.exit(1), STOP_LIMIT).unref());
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
input.once('line', (databaseUrl) => {
  input.once('close', end);
  void playRecorded(id ?? '', databaseUrl, stop).finally(() => process.exit());
});
