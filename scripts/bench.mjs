/**
 * `npm run bench` lists the benches, `npm run bench NAME [option=value …]` runs one on a PostgreSQL of its own with the settings of
 * the product. It ends in one JSON line `{name, baseline, figure, ratio, goal, met, …}`; the same with the machine's description
 * becomes bench/records/NAME.json. `record=OTHER` gives the record another name, `record=no` leaves none, `folder=PATH` says where the database lies.
 *
 * A bench is a file bench/NAME.mjs that exports `title` (what it measures, against what), `goal` (what `met` means, in words) and
 * `run(bench): Promise<{baseline, figure, ratio, met, …}>`, everything that is to stand in the record. It gets
 * - `options`: what was given on the command line, as text,
 * - `database()`: the address of a new, migrated database of the product's login, which row-level security binds,
 * - `superuser(address)`: the address of the same database for its superuser,
 * - `temporal(settings)`: the address of a new Temporal server, which keeps its state in a file and has these settings of its own,
 * - `report(line)`: says on stderr how far it is.
 */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, platform, release, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { build } from './build.mjs';
import { root } from './steps.mjs';

const folder = join(root, 'bench');
const [name, ...given] = process.argv.slice(2);
const names = readdirSync(folder).flatMap((file) => /^(.+)\.mjs$/.exec(file)?.[1] ?? []);

if (name === undefined) {
  for (const each of names) {
    const { title, goal } = await import(join(folder, `${each}.mjs`));
    console.log(`${each.padEnd(16)} ${title}\n${' '.repeat(16)} goal: ${goal}`);
  }
} else if (names.includes(name)) {
  await runBench(name, Object.fromEntries(given.map((pair) => pair.split(/=(.*)/s).slice(0, 2))));
} else {
  console.error(`There is no bench ${name}. There are: ${names.join(', ')}`);
  process.exitCode = 1;
}

async function runBench(name, options) {
  const toStderr = console.log;
  // What building says must not stand where the result is read.
  console.log = console.error;
  await build();
  console.log = toStderr;
  const bench = await import(join(folder, `${name}.mjs`));
  const report = (line) => console.error(`${new Date().toISOString().slice(11, 19)} ${line}`);
  await withServers(options.folder ?? tmpdir(), report, async ({ version, ...servers }) => {
    const { baseline, figure, ratio, met, ...more } = await bench.run({ options, report, ...servers });
    const result = { name, baseline, figure, ratio, goal: bench.goal, met, ...more };
    if (options.record !== 'no') keep(options.record ?? name, { ...result, machine: { ...machine(), postgres: await version() }, at: new Date().toISOString() });
    console.log(JSON.stringify(result));
  });
}

/** A cluster, and a Temporal server for who asks, that are gone afterwards, also when the run is interrupted. */
async function withServers(parent, report, work) {
  const { createSupervisor } = await import('../dist/apps/cli/launcher/processes.js');
  const { choosePort } = await import('../dist/apps/cli/launcher/ports.js');
  const { ensureLogin, preparePostgres, superuserUrl } = await import('../dist/apps/cli/launcher/postgres.js');
  const { findTemporal } = await import('../dist/apps/cli/launcher/temporal-binary.js');
  const { temporalAddress, temporalService } = await import('../dist/apps/cli/launcher/temporal-server.js');
  const { migrate } = await import('../dist/libs/persistence/migrate/migrate.js');
  const own = mkdtempSync(join(parent, 'steward-bench-'));
  // PostgreSQL may run as a user of its own, who must get in.
  chmodSync(own, 0o711);
  let stopping = false;
  const supervisor = createSupervisor(join(own, 'processes.json'), (line) => stopping || report(line));
  const stop = async () => {
    stopping = true;
    await supervisor.stop(['Temporal', 'PostgreSQL']);
    rmSync(own, { recursive: true, force: true });
  };
  const interrupted = () => {
    // Whatever was at work now fails for want of its servers, which must not end the clearing up.
    process.on('uncaughtException', () => undefined);
    void stop().then(() => process.exit(1));
  };
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, interrupted);
  const orphaned = watchParent(interrupted);
  const port = await choosePort(undefined, 26_433, new Set());
  const cluster = { directory: join(own, 'postgres'), port, logFile: join(own, 'postgres.log'), superuserPassword: 'steward_bench' };
  let databases = 0;
  try {
    await supervisor.start(await preparePostgres(cluster));
    return await work({
      database: async () => {
        const url = await ensureLogin(cluster, 'steward', 'steward_bench', `steward_bench_${++databases}`);
        await migrate(url);
        return url;
      },
      superuser: (url) => superuserUrl(cluster, new URL(url).pathname.slice(1)),
      temporal: async (dynamicConfiguration = {}) => {
        const binary = await findTemporal(report);
        const server = { binary, databaseFile: join(own, 'temporal.db'), port: await choosePort(undefined, 27_233, new Set()), uiPort: null, logFile: join(own, 'temporal.log'), dynamicConfiguration };
        if (stopping) throw new Error('The bench was interrupted.');
        await supervisor.start(temporalService(server));
        return temporalAddress(server);
      },
      version: () => versionOf(superuserUrl(cluster)),
    });
  } finally {
    await stop();
    clearInterval(orphaned);
    for (const signal of ['SIGTERM', 'SIGINT']) process.off(signal, interrupted);
  }
}

/** The shell in which npm runs us does not pass on the signal that ends it. */
function watchParent(interrupted) {
  const parent = process.ppid;
  const watching = setInterval(() => {
    if (process.env.npm_lifecycle_event === undefined || process.ppid === parent) return;
    clearInterval(watching);
    interrupted();
  }, 1_000);
  return watching;
}

async function versionOf(url) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query('SHOW server_version')).rows[0].server_version;
  } finally {
    await client.end();
  }
}

function machine() {
  const processors = cpus();
  return {
    cpu: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()}`,
    node: process.version,
    /** Mean number of programs that ran or wanted to, over the last 15 minutes: above the cores, others took part of them. */
    load: Number(loadavg()[2]?.toFixed(1)),
  };
}

function keep(name, record) {
  const records = join(folder, 'records');
  if (!existsSync(records)) mkdirSync(records);
  writeFileSync(join(records, `${name}.json`), `${JSON.stringify(record, null, 2)}\n`);
}
