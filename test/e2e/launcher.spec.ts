import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openDataDirectory, openState } from '#apps/cli/launcher/data-directory.js';
import { stopLeftOvers } from '#apps/cli/launcher/left-overs.js';
import { choosePort } from '#apps/cli/launcher/ports.js';
import { createSupervisor, identify, type Service } from '#apps/cli/launcher/processes.js';
import { OperatorError } from '#apps/cli/operator-error.js';
import { freePort } from '#test/ports.js';
import { makeDataDirectory, startSteward, StartFailed, type RunningSteward } from '#test/system-start.js';

const limit = 120_000;

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/health/ready`)).ok;
  } catch {
    return false;
  }
}

/** Asks until the answer is yes; the test's own time limit ends it otherwise. */
async function until(question: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await question())) await delay(100);
}

function pidOf(steward: RunningSteward, name: string): number | undefined {
  return steward.processes().find((each) => each.name === name)?.pid;
}

describe('A whole Steward on one machine', () => {
  const data = makeDataDirectory();
  let port: number;
  let steward: RunningSteward;

  beforeAll(async () => {
    port = await freePort();
    steward = await startSteward({ data: data.path, port, empty: true });
  }, limit);
  afterAll(async () => {
    await steward.stop();
    data.remove();
  }, limit);

  it('serves when it says so, and offers the administrator a one-time link', async () => {
    expect(await isReady(steward.url)).toBe(true);
    expect(steward.output()).toMatch(new RegExp(`${steward.url}/sign-in#token=\\S{20,}`));
  });

  it(
    'is started once on a data directory: a second start names the first and leaves it alone',
    async () => {
      const running = steward.processes();
      const second = startSteward({ data: data.path, port: await freePort(), empty: true });
      await expect(second).rejects.toMatchObject({ exitCode: 1, output: expect.stringContaining(`process ${steward.pid}`) });
      expect(steward.processes()).toEqual(running);
      expect(await isReady(steward.url)).toBe(true);
    },
    limit,
  );

  it(
    'says so when its port is taken, and starts nothing',
    async () => {
      const other = makeDataDirectory();
      try {
        await expect(startSteward({ data: other.path, port, empty: true })).rejects.toThrow(StartFailed);
        await expect(startSteward({ data: other.path, port, empty: true })).rejects.toThrow(`Port ${port} is taken`);
      } finally {
        other.remove();
      }
    },
    limit,
  );

  it.each(['api', 'worker', 'mail', 'Temporal', 'PostgreSQL'])(
    'brings %s back when it is killed',
    async (name) => {
      const killed = pidOf(steward, name);
      if (!killed) throw new Error(`${name} does not run.`);
      process.kill(killed, 'SIGKILL');
      await until(() => {
        const now = pidOf(steward, name);
        return now !== undefined && now !== killed;
      });
      await until(() => isReady(steward.url));
    },
    limit,
  );

  it(
    'starts again after everything was killed at once',
    async () => {
      const pids = steward.processes().map(({ pid }) => pid);
      expect(await steward.stop('SIGKILL')).toBeNull();
      for (const pid of pids) process.kill(pid, 'SIGKILL');
      steward = await startSteward({ data: data.path, port, empty: true });
      expect(await isReady(steward.url)).toBe(true);
    },
    limit,
  );

  it(
    'clears up after a launcher that was killed alone, and takes its place',
    async () => {
      const left = steward.processes().map(({ pid }) => pid);
      await steward.stop('SIGKILL');
      steward = await startSteward({ data: data.path, port, empty: true });
      expect(steward.output()).toContain('Stopped what an earlier start left behind');
      expect(left.filter((pid) => identify(pid))).toEqual([]);
    },
    limit,
  );

  it(
    'clears up also when the record of the processes was cut off',
    async () => {
      const left = steward.processes().map(({ pid }) => pid);
      await steward.stop('SIGKILL');
      writeFileSync(join(data.path, 'processes.json'), '[{"name":"api","pi');
      steward = await startSteward({ data: data.path, port, empty: true });
      for (const name of ['api', 'worker', 'mail', 'Temporal', 'PostgreSQL']) {
        expect(steward.output()).toMatch(new RegExp(`Stopped what an earlier start left behind: .*${name}`));
      }
      expect(left.filter((pid) => identify(pid))).toEqual([]);
    },
    limit,
  );

  it(
    'stops cleanly: exit code 0, nothing left running',
    async () => {
      const running = steward.processes().map(({ pid }) => pid);
      expect(await steward.stop()).toBe(0);
      expect(running.filter((pid) => identify(pid))).toEqual([]);
    },
    limit,
  );
});

describe('The launcher', () => {
  const data = makeDataDirectory();
  afterAll(() => data.remove());

  /** A program of Node.js that the launcher keeps; ready when it has said so. */
  function program(script: string, more: Partial<Service> = {}): Service {
    const files = { logFile: join(data.path, 'program.log') };
    const limits = { stopSignal: 'SIGTERM', stopLimit: 2_000, readyLimit: 10_000 } as const;
    const run = { command: process.execPath, args: ['-e', script], env: process.env };
    return { name: 'program', ...run, ...files, ...limits, isReady: async (logged) => logged().includes('ready'), ...more };
  }

  it('ends a program that does not answer when it is started again, and starts it anew', async () => {
    const told: string[] = [];
    const supervisor = createSupervisor(join(data.path, 'record.json'), (line) => told.push(line));
    const [begun, hung] = [join(data.path, 'begun'), join(data.path, 'hung')];
    // The first run ends when asked to, the second stays silent, the third works.
    const script = `const fs = require('node:fs');
      setInterval(() => undefined, 1000);
      if (fs.existsSync('${begun}') && !fs.existsSync('${hung}')) fs.writeFileSync('${hung}', String(process.pid));
      else { fs.writeFileSync('${begun}', String(process.pid)); console.log('ready'); }`;
    await supervisor.start(program(script, { readyLimit: 2_000 }));
    process.kill(firstOf(join(data.path, 'record.json')), 'SIGKILL');
    await until(() => told.some((line) => line.includes('is back')));
    expect(existsSync(hung)).toBe(true);
    expect(told).toContainEqual(expect.stringContaining('does not answer'));
    await supervisor.stop(['program']);
  }, 180_000);

  it('tries a program again that could not even be started', async () => {
    const told: string[] = [];
    // A record of its own: the end of another supervisor's program may still be written into the other.
    const record = join(data.path, 'record-of-trials.json');
    const supervisor = createSupervisor(record, (line) => told.push(line));
    const service = program(`console.log('ready'); setInterval(() => undefined, 1000);`);
    await supervisor.start(service);
    service.command = join(data.path, 'gone');
    process.kill(firstOf(record), 'SIGKILL');
    await until(() => told.length >= 2);
    service.command = process.execPath;
    await until(() => told.some((line) => line.includes('is back')));
    await supervisor.stop(['program']);
  }, 180_000);

  it('stops a workflow server that nobody wrote down, and leaves those of other folders alone', async () => {
    const directory = openDataDirectory(data.path);
    const ofFile = async (file: string) => {
      const title = `temporal server start-dev --db-filename ${file} --headless`;
      const child = spawn(process.execPath, [`--title=${title}`, '-e', `console.log('up'); setInterval(() => undefined, 1000)`], { stdio: ['ignore', 'pipe', 'ignore'] });
      await once(child.stdout, 'data');
      return child;
    };
    const [ours, other] = [await ofFile(directory.temporalFile), await ofFile(`${directory.temporalFile}.other`)];
    expect(await stopLeftOvers(directory, [['Temporal']])).toEqual(['Temporal']);
    expect([identify(ours.pid ?? 0), identify(other.pid ?? 0)]).toEqual([null, expect.anything()]);
    other.kill('SIGKILL');
  }, 180_000);

  it('does not meet with a start at the same time on a port where nobody listens yet', async () => {
    const ports = new URL('../../dist/apps/cli/launcher/ports.js', import.meta.url).href;
    const script = `import { choosePort } from '${ports}'; console.log(await choosePort(undefined, 24_000, new Set())); setInterval(() => undefined, 1000);`;
    const other = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [said] = (await once(other.stdout, 'data')) as [Buffer];
    const theirs = Number(said.toString());
    expect(await choosePort(theirs, 24_000, new Set())).not.toBe(theirs);
    other.kill('SIGKILL');
    await once(other, 'exit');
    expect(await choosePort(theirs, 24_000, new Set())).toBe(theirs);
  }, 180_000);

  it('says what to do when its state is damaged, and makes no new passwords', async () => {
    const directory = openDataDirectory(data.path);
    writeFileSync(join(directory.root, 'launcher.json'), '{"ports":{"post');
    const opening = openState(directory, false);
    await expect(opening).rejects.toThrow(OperatorError);
    await expect(opening).rejects.toThrow(/launcher\.json cannot be read.*backup/s);
  });
});

/** The process that is written down first. @throws where there is none: 0 would be everybody in our own group */
function firstOf(file: string): number {
  const [first] = JSON.parse(readFileSync(file, 'utf8')) as { pid: number }[];
  if (!first) throw new Error(`${file} names no process.`);
  return first.pid;
}
