import { migrate } from '#persistence/migrate/migrate.js';
import { openDatabase, type Database } from '#persistence/database.js';
import { loadSample } from '#persistence/imports/sample.js';
import { createDraft, currentPolicy, getPolicy, publishPolicy, seedPolicies, type PolicyRecord } from '#persistence/policies/policies.js';
import { seedQuestionnaires } from '#persistence/questionnaires/questionnaires.js';
import { furnishDocument } from '#persistence/rehearsal/lifecycle.js';
import { furnishSchedules, furnishStaff, latestFactDay } from '#persistence/rehearsal/furnish.js';
import { officialGrades, outcomeOf } from '#persistence/rehearsal/outcome.js';
import { cloneDatabase, moveAhead, takeFactsFrom } from '#persistence/rehearsal/prepare.js';
import type { ScheduleRecord } from '#persistence/schedules/schedules.js';
import { lastFullYear, stretchOf, yearFrom, type Stretch } from '#domain/rehearsal/past.js';
import { differingGrades, differingSuppliers, type Happening, type Outcome, type PeriodGrade, type RehearsalResult } from '#domain/rehearsal/story.js';
import type { Policy } from '#domain/policy/policy.js';
import { once } from 'node:events';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { play, type DayPlayed } from './player.js';
import { startRehearsalServers, type RehearsalServers } from './servers.js';
import { openWorld } from './world.js';

/** Which policy is played: the one in force, a stored version, or a document of its own. */
export type PolicyChoice = { readonly kind: 'current' } | { readonly kind: 'version'; readonly version: number } | { readonly kind: 'document'; readonly policy: Policy };

/** What is to be rehearsed. */
export interface RehearsalRequest {
  /** Database whose suppliers and facts are copied; null: the product's sample. */
  readonly sourceUrl: string | null;
  /** One policy, or two that are compared. */
  readonly policies: readonly PolicyChoice[];
  /** First day, as in the facts; null: the sample's year, or the last twelve whole months of the facts. */
  readonly from: string | null;
  /** Last day; null: a year later. */
  readonly to: string | null;
  readonly seed: number;
}

/** Who listens while it goes on. */
export interface Listener {
  onStep(words: string): void;
  onDay(played: DayPlayed & { readonly policy: number }): void;
  readonly signal: AbortSignal;
}

/** A request that cannot be played; the message says why. */
export class RehearsalRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'RehearsalRefused';
  }
}

const SAMPLE_YEAR = '2014-01-01';
const PREPARED = 'prepared';
const LOGIN = 'steward';
const NAMESPACE = 'default';

/**
 * Plays a stretch of the past under each policy, on servers of its own, and removes them again, also when it fails or is aborted.
 * @throws RehearsalRefused, or the signal's reason
 */
export async function rehearse(request: RehearsalRequest, listener: Listener): Promise<RehearsalResult> {
  const began = performance.now();
  listener.onStep('starting a PostgreSQL and a Temporal server of its own');
  const servers = await startRehearsalServers(listener.onStep);
  try {
    listener.signal.throwIfAborted();
    const { stretch, schedules } = await prepare(servers, request, listener);
    const played: Played[] = [];
    for (const [index, choice] of request.policies.entries()) {
      listener.signal.throwIfAborted();
      if (index > 0) await servers.renewTemporal();
      played.push(await playUnder(servers, { choice, index, stretch, schedules, seed: request.seed }, listener));
    }
    const [first, second] = played;
    return {
      from: stretch.from,
      to: stretch.to,
      seed: request.seed,
      outcomes: played.map(({ outcome }) => outcome),
      stories: played.map(({ story }) => story),
      gradesThatDiffer: first && second ? differingGrades(first.grades, second.grades) : [],
      suppliersThatDiffer: first && second ? differingSuppliers(first.story, second.story) : [],
      took: Math.round(performance.now() - began),
    };
  } finally {
    listener.onStep('removing what the rehearsal used');
    await servers.close();
  }
}

interface Prepared {
  readonly stretch: Stretch;
  readonly schedules: readonly ScheduleRecord[];
}

async function prepare(servers: RehearsalServers, request: RehearsalRequest, { onStep }: Listener): Promise<Prepared> {
  const url = await servers.loginUrl(PREPARED);
  onStep('preparing the tables');
  await migrate(url);
  onStep(request.sourceUrl ? 'copying suppliers and facts' : 'loading the sample');
  if (request.sourceUrl) await copied(request.sourceUrl, servers.superuserUrl(PREPARED));
  return withDatabase(url, async (db) => {
    const at = new Date();
    if (!request.sourceUrl) {
      await seedPolicies(db, { sample: true, at });
      await loadSample(db, { now: () => at });
    }
    const stretch = await stretchOfRequest(db, request, at);
    for (const choice of request.policies) if (choice.kind === 'version') await storedPolicy(db, choice.version);
    onStep('moving the facts ahead of now');
    await moveAhead(servers.superuserUrl(PREPARED), stretch.years);
    await furnishStaff(db, at);
    await seedQuestionnaires(db, at);
    await furnishDocument(db, at);
    return { stretch, schedules: await furnishSchedules(db, stretch, at) };
  });
}

/** @throws RehearsalRefused where the database cannot be reached, or has other tables than this version of Steward */
async function copied(sourceUrl: string, targetUrl: string): Promise<void> {
  try {
    await takeFactsFrom(sourceUrl, targetUrl);
  } catch (error) {
    const why = error instanceof Error && error.message ? error.message : String((error as { code?: unknown }).code ?? error);
    throw new RehearsalRefused(`The database that DATABASE_URL names could not be copied: ${why}`);
  }
}

async function stretchOfRequest(db: Database, { sourceUrl, from, to }: RehearsalRequest, now: Date): Promise<Stretch> {
  const latest = await latestFactDay(db);
  if (latest === null) throw new RehearsalRefused('There are no deliveries to rehearse with: import some, or leave DATABASE_URL out to play the sample.');
  const first = from ?? (sourceUrl === null ? SAMPLE_YEAR : lastFullYear(latest));
  if (first > latest) throw new RehearsalRefused(`The facts end on ${latest}; a rehearsal cannot begin on ${first}.`);
  try {
    return stretchOf(first, to ?? yearFrom(first), now);
  } catch (error) {
    throw error instanceof RangeError ? new RehearsalRefused(error.message) : error;
  }
}

interface Played {
  readonly outcome: Outcome;
  readonly story: readonly Happening[];
  readonly grades: readonly PeriodGrade[];
}

async function playUnder(
  servers: RehearsalServers,
  { choice, index, stretch, schedules, seed }: Prepared & { choice: PolicyChoice; index: number; seed: number },
  { onStep, onDay, signal }: Listener,
): Promise<Played> {
  const name = `played_${index}`;
  await cloneDatabase(servers.superuserUrl(), { name, from: PREPARED, owner: LOGIN });
  quietRuntime();
  const world = await openWorld({ databaseUrl: await servers.loginUrl(name), address: servers.temporalAddress, namespace: NAMESPACE });
  try {
    const policy = await choose(world.db, choice);
    onStep(`playing ${stretch.from} to ${stretch.to} under ${policy.name}`);
    const story: Happening[] = [];
    const playing = play(world, {
      stretch,
      seed,
      schedules,
      signal,
      onDay: (day) => {
        story.push(...day.happenings);
        onDay({ ...day, policy: index });
      },
    });
    // What is cut off fails by itself when its connection closes; the reason that counts is told below.
    playing.catch(() => undefined);
    await Promise.race([playing, world.workers.then(() => playing), abortion(signal)]);
    return { outcome: await outcomeOf(world.db, { stretch, seed, policy }), story, grades: await officialGrades(world.db, stretch) };
  } finally {
    await world.close();
  }
}

/** Rejects when the signal is given: a day that hangs must not hold up who wants to stop. */
async function abortion(signal: AbortSignal): Promise<never> {
  if (!signal.aborted) await once(signal, 'abort');
  throw signal.reason;
}

/** Puts the policy in force; a version that is not is published again as a new one, because none that was published ever changes. */
async function choose(db: Database, choice: PolicyChoice): Promise<Outcome['policy']> {
  const inForce = await currentPolicy(db);
  if (choice.kind === 'current') return { version: inForce.version, name: inForce.policy.name };
  if (choice.kind === 'document') {
    await putInForce(db, choice.policy);
    return { version: null, name: choice.policy.name };
  }
  const stored = await storedPolicy(db, choice.version);
  if (stored.version !== inForce.version) await putInForce(db, stored.policy);
  return { version: stored.version, name: stored.policy.name };
}

/** @throws RehearsalRefused when there is no such version */
async function storedPolicy(db: Database, version: number): Promise<PolicyRecord> {
  const stored = await getPolicy(db, version);
  if (stored) return stored;
  const { _max } = await db.prisma.policy.aggregate({ _max: { version: true } });
  throw new RehearsalRefused(`There is no policy version ${version}; the newest is ${_max.version ?? 0}.`);
}

async function putInForce(db: Database, policy: Policy): Promise<void> {
  const at = new Date();
  const { version } = await createDraft(db, { policy, createdBy: 'rehearsal', at });
  await publishPolicy(db, { version, at });
}

async function withDatabase<T>(url: string, work: (db: Database) => Promise<T>): Promise<T> {
  const db = openDatabase({ url, role: 'staff', applicationName: 'steward-rehearsal', poolSize: 5 });
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}

let quiet = false;

/** The workers' own words would bury the story. Not before they are opened: a runtime that nobody has used does not let its process end. */
function quietRuntime(): void {
  if (quiet) return;
  quiet = true;
  Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: 'ERROR', forward: {} } } });
}
