import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { writeDurably } from './durable-file.js';

/** A process that can be told from a later one with the same number. */
export interface ProcessIdentity {
  pid: number;
  startedAt: string;
}

/** @returns who runs under this number now, or null if nobody does (a dead process not yet reaped counts as nobody) */
export function identify(pid: number): ProcessIdentity | null {
  try {
    process.kill(pid, 0);
    if (!existsSync('/proc/self/stat')) {
      return { pid, startedAt: execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() };
    }
    // The name in the second field may hold spaces and brackets: count from behind it. See proc(5): state is field 3, start time 22.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
    return fields[0] === 'Z' ? null : { pid, startedAt: fields[19] ?? '' };
  } catch {
    return null;
  }
}

/** @returns whether exactly this process is still alive */
export function isRunning(identity: ProcessIdentity): boolean {
  return identify(identity.pid)?.startedAt === identity.startedAt;
}

/** Asks a process to stop and waits; when it has not stopped after the limit (milliseconds), ends it and its whole group. */
export async function stopProcess(identity: ProcessIdentity, signal: NodeJS.Signals, limit: number): Promise<void> {
  if (!isRunning(identity)) return;
  send(identity.pid, signal);
  if (await gone(identity, limit)) return;
  send(-identity.pid, 'SIGKILL');
  send(identity.pid, 'SIGKILL');
  await gone(identity, 5_000);
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It went in between, or leads no group: nothing left to signal.
  }
}

async function gone(identity: ProcessIdentity, limit: number): Promise<boolean> {
  const until = performance.now() + limit;
  while (performance.now() < until) {
    if (!isRunning(identity)) return true;
    await delay(40);
  }
  return !isRunning(identity);
}

/** A program that the launcher keeps alive. */
export interface Service {
  name: string;
  command: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  logFile: string;
  /** The user it runs as, where that is not ours. */
  user?: { uid: number; gid: number };
  stopSignal: NodeJS.Signals;
  /** Milliseconds it has to stop by itself. */
  stopLimit: number;
  /** Milliseconds it has to become ready. */
  readyLimit: number;
  /** @param logged what it has written since it was started */
  isReady(logged: () => string): Promise<boolean>;
}

/** Keeps services alive: what dies is started again, with growing pauses. */
export interface Supervisor {
  /** Starts a service and answers once it is ready. @throws Error with the end of its log when it cannot be brought up */
  start(service: Service): Promise<void>;
  /** Stops the named services side by side, and answers when all are gone. */
  stop(names: readonly string[]): Promise<void>;
}

interface Kept {
  service: Service;
  identity: ProcessIdentity | null;
  stopping: boolean;
  reviving: boolean;
  /** -1 until it was ready for the first time */
  failures: number;
  startedAt: number;
  /** Where in the log file this run of it begins, in bytes. */
  logStart: number;
}

const attemptsToStart = 5;
const longestPause = 15_000;
const steadyAfter = 60_000;

/**
 * @param recordFile where the running processes are written down, so that the next start finds them if this one is killed
 * @param report says in words what happened to a service
 */
export function createSupervisor(recordFile: string, report: (line: string) => void): Supervisor {
  const kept = new Map<string, Kept>();

  const record = () => {
    const running = [...kept.values()].flatMap(({ service, identity }) =>
      identity ? [{ name: service.name, ...identity, stopSignal: service.stopSignal, stopLimit: service.stopLimit }] : [],
    );
    try {
      writeDurably(recordFile, JSON.stringify(running satisfies RecordedProcess[]));
    } catch (error) {
      // A full disk must not end the launcher: the next start finds its left-overs by their command lines too.
      report(`${recordFile} could not be written: ${messageOf(error)}`);
    }
  };

  const launch = (entry: Kept): void => {
    entry.logStart = existsSync(entry.service.logFile) ? statSync(entry.service.logFile).size : 0;
    const child = spawnDetached(entry.service);
    entry.identity = child.pid === undefined ? null : identify(child.pid);
    entry.startedAt = performance.now();
    record();
    child.once('exit', (code, signal) => {
      entry.identity = null;
      record();
      if (entry.failures >= 0) void revive(entry, signal ?? `code ${code}`);
    });
  };

  /** Starts it again until it is ready: one that ends, cannot be started or does not answer is ended and tried anew. */
  const revive = async (entry: Kept, reason: string): Promise<void> => {
    if (entry.reviving || entry.stopping) return;
    entry.reviving = true;
    if (performance.now() - entry.startedAt > steadyAfter) entry.failures = 0;
    for (let why = reason; !entry.stopping; why = entry.identity ? 'it does not answer' : 'it ended before it was ready') {
      const { service } = entry;
      if (entry.identity) await stopProcess(entry.identity, service.stopSignal, service.stopLimit);
      report(`${service.name} ended (${why}); starting it again (log: ${service.logFile})`);
      const pause = Math.min(longestPause, 250 * 2 ** entry.failures);
      entry.failures += 1;
      await delay(pause);
      if (entry.stopping) break;
      if (await comesUp(entry)) {
        report(`${service.name} is back`);
        break;
      }
    }
    entry.reviving = false;
  };

  /** Never rejects: what hinders a start, such as a full disk, may pass. */
  const comesUp = async (entry: Kept): Promise<boolean> => {
    try {
      launch(entry);
      return (await becomesReady(entry)) && entry.identity !== null;
    } catch (error) {
      report(`${entry.service.name}: ${messageOf(error)}`);
      return false;
    }
  };

  return {
    async start(service) {
      const entry: Kept = { service, identity: null, stopping: false, reviving: false, failures: -1, startedAt: 0, logStart: 0 };
      kept.set(service.name, entry);
      for (let attempt = 1; ; attempt += 1) {
        launch(entry);
        if (await becomesReady(entry)) break;
        if (entry.identity) await stopProcess(entry.identity, service.stopSignal, service.stopLimit);
        if (entry.stopping) throw new Error(`${service.name} was stopped while it started.`);
        if (attempt === attemptsToStart) throw new Error(`${service.name} does not start. The end of ${service.logFile}:\n${logTail(service.logFile)}`);
        await delay(200 * 2 ** attempt);
        if (entry.stopping) throw new Error(`${service.name} was stopped while it started.`);
      }
      entry.failures = 0;
      if (!entry.identity) void revive(entry, 'just after it was ready');
    },
    async stop(names) {
      const entries = names.flatMap((name) => kept.get(name) ?? []);
      for (const entry of entries) entry.stopping = true;
      await Promise.all(
        entries.map(({ identity, service }) => (identity ? stopProcess(identity, service.stopSignal, service.stopLimit) : undefined)),
      );
    },
  };
}

/** Starts the program in a process group of its own, so that a Ctrl-C in the terminal reaches the launcher alone. */
function spawnDetached(service: Service): ChildProcess {
  mkdirSync(dirname(service.logFile), { recursive: true });
  const log = openSync(service.logFile, 'a');
  const child = spawn(service.command, service.args, {
    env: service.env,
    detached: true,
    stdio: ['ignore', log, log],
    ...service.user,
  });
  closeSync(log);
  child.on('error', () => undefined);
  // Whoever started it may end before it; the launcher stays for reasons of its own.
  child.unref();
  return child;
}

/** @returns true once the service answers, false when it ended or its time is over */
async function becomesReady(entry: Kept): Promise<boolean> {
  const until = performance.now() + entry.service.readyLimit;
  const logged = () => readFileSync(entry.service.logFile).subarray(entry.logStart).toString();
  while (performance.now() < until && entry.identity && !entry.stopping) {
    if (await inTime(entry.service.isReady(logged), until - performance.now())) return true;
    await delay(60);
  }
  return false;
}

/** The answer, or false when it does not come: a process that is alive but hangs keeps its connections open. */
async function inTime(answer: Promise<boolean>, limit: number): Promise<boolean> {
  const over = new AbortController();
  try {
    return await Promise.race([answer, delay(limit, false, { signal: over.signal })]);
  } finally {
    over.abort();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function logTail(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').slice(-12).join('\n') : '(no log)';
}

/** A process as the next start finds it. */
export interface RecordedProcess extends ProcessIdentity {
  name: string;
  stopSignal: NodeJS.Signals;
  stopLimit: number;
}
