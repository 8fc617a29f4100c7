import { Command, InvalidArgumentError } from 'commander';
import { Listr } from 'listr2';
import { administratorLink, furnish } from '../first-start.js';
import { DirectoryInUse } from '../launcher/lock.js';
import { prepareLaunch, type Launch } from '../launcher/launch.js';
import { OperatorError } from '../operator-error.js';

interface StartOptions {
  port: number;
  data: string;
  empty: boolean;
  ui: boolean;
}

/** `steward start`: everything on one machine, with a database and a Temporal server of its own. */
export const startCommand = () =>
  new Command('start')
    .description('run everything on this machine; its own PostgreSQL and Temporal unless DATABASE_URL and TEMPORAL_ADDRESS name others')
    .option('--port <port>', 'HTTP and web', portNumber, 3000)
    .option('--data <folder>', 'database, Temporal state, files, mailbox', '.steward')
    .option('--empty', 'load no sample on the first start', false)
    .option('--no-ui', 'no Temporal web interface')
    .action(start);

async function start(options: StartOptions): Promise<void> {
  const launch = await prepareLaunch({ ...options, env: process.env }, say).catch((error: unknown) => {
    throw error instanceof DirectoryInUse ? new OperatorError(error.message) : error;
  });
  let stopping: Promise<void> | undefined;
  const stop = (reason: string, exitCode: number) =>
    (stopping ??= (async () => {
      say(`${reason}, stopping`);
      await launch.stop();
      say('Steward has stopped');
      process.exit(exitCode);
    })());
  // Nothing else keeps this process here while it waits to be told to stop.
  setInterval(() => undefined, 60_000);
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void stop(signal, 0));
  try {
    await bringUp(launch);
    if (!stopping) await greet(launch);
  } catch (error) {
    if (stopping) return;
    console.error(error instanceof Error ? error.message : error);
    await stop('Steward could not start', 1);
  }
}

async function bringUp(launch: Launch): Promise<void> {
  const steps = new Listr(
    [
      {
        title: 'Databases and workflow server',
        task: (_, task) =>
          task.newListr(
            [
              { title: 'PostgreSQL', task: (_context, own) => launch.startPostgres((line) => (own.output = line)) },
              { title: 'Temporal', task: (_context, own) => launch.startTemporal((line) => (own.output = line)) },
            ],
            { concurrent: true },
          ),
      },
      {
        title: 'Tables',
        task: async (_, task) => {
          const { applied } = await launch.migrate();
          task.title = applied.length > 0 ? `Tables (applied ${applied.join(', ')})` : 'Tables are up to date';
        },
      },
      {
        title: 'Policies and sample',
        task: async (_, task) => {
          const sample = launch.wantsSample();
          const done = await furnish(launch.configuration(), sample, atMostEachSecond((line) => (task.output = line)));
          if (sample) launch.sampleLoaded();
          task.title = done ? `Policies and sample (${done})` : 'Policies';
        },
      },
      { title: 'API, worker and mail', task: () => launch.startRoles() },
      { title: 'Waiting until all of them work together', task: () => launch.waitUntilServing() },
    ],
    { renderer: 'default', fallbackRenderer: 'simple', registerSignalListeners: false },
  );
  await steps.run();
}

async function greet(launch: Launch): Promise<void> {
  const configuration = launch.configuration();
  const { publicUrl, mailbox, inbound, smtpUrl } = configuration;
  const link = await administratorLink(configuration);
  const lines: [string, string | null][] = [
    ['Dashboard', link ? `${link}  (signs the administrator in, once, within a day)` : publicUrl],
    ['API', `${publicUrl}/docs`],
    ['Temporal', launch.temporalUi()],
    ['Mailbox', smtpUrl ? null : `${publicUrl}/mailbox  (SMTP on ${mailbox.host}:${mailbox.port})`],
    ['Replies', `SMTP on ${inbound.host}:${inbound.port}`],
    ['Data', launch.directory.root],
  ];
  for (const [what, where] of lines) if (where) say(`  ${what.padEnd(10)} ${where}`);
  say(`Steward is ready on ${publicUrl}`);
}

/** Where there is no terminal each word on progress is a line of its own: a few are enough. */
function atMostEachSecond(report: (line: string) => void): (line: string) => void {
  let last = -Infinity;
  return (line) => {
    if (performance.now() - last < 1_000) return;
    last = performance.now();
    report(line);
  };
}

function say(line: string): void {
  console.log(line);
}

function portNumber(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new InvalidArgumentError('A port is a whole number from 1 to 65535.');
  return port;
}
