import { setTimeout as delay } from 'node:timers/promises';
import { identify } from '#apps/cli/launcher/processes.js';
import { freePort, makeDataDirectory, startSteward, StartFailed, type RunningSteward } from '#test/system-start.js';

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
      expect(killed).toBeDefined();
      process.kill(killed ?? 0, 'SIGKILL');
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
    'stops cleanly: exit code 0, nothing left running',
    async () => {
      const running = steward.processes().map(({ pid }) => pid);
      expect(await steward.stop()).toBe(0);
      expect(running.filter((pid) => identify(pid))).toEqual([]);
    },
    limit,
  );
});
