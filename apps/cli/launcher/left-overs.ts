import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import type { DataDirectory } from './data-directory.js';
import { identify, isRunning, stopProcess, type RecordedProcess } from './processes.js';

const recordSchema = z.array(
  z.object({
    pid: z.int().positive(),
    startedAt: z.string(),
    name: z.string(),
    stopSignal: z.enum(['SIGINT', 'SIGTERM']),
    stopLimit: z.number(),
  }),
);

/**
 * Stops what a killed launcher left behind on a data directory: the processes it wrote down, and those it had no time to
 * write down or whose record is not readable any more, which their command lines give away.
 * @param order the names in groups: each group is stopped side by side, one group after the other
 * @returns the names of what was still running
 */
export async function stopLeftOvers(directory: DataDirectory, order: readonly (readonly string[])[]): Promise<string[]> {
  const recorded = readRecord(directory.processesFile).filter(isRunning);
  const known = new Set(recorded.map(({ pid }) => pid));
  const running = [...recorded, ...findByCommandLine(directory).filter(({ pid }) => !known.has(pid))];
  await stopInOrder(running, order);
  return running.map(({ name }) => name);
}

/** Stops the processes that are written down in a file and still run, in groups as {@link stopLeftOvers} does. */
export async function stopRecorded(file: string, order: readonly (readonly string[])[]): Promise<void> {
  await stopInOrder(readRecord(file).filter(isRunning), order);
}

async function stopInOrder(running: readonly RecordedProcess[], order: readonly (readonly string[])[]): Promise<void> {
  for (const group of order) {
    const left = running.filter(({ name }) => group.includes(name));
    await Promise.all(left.map((each) => stopProcess(each, each.stopSignal, each.stopLimit)));
  }
}

/** What a role is called among the machine's processes: unlike its arguments, this says whose data it works on. */
export function roleTitle(role: string, root: string): string {
  return `steward ${role} ${root}`;
}

/** Nothing when the record cannot be read: a launcher of an earlier version may have been cut off while it wrote. */
function readRecord(file: string): RecordedProcess[] {
  try {
    return recordSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return [];
  }
}

function findByCommandLine({ root, postgres, temporalFile }: DataDirectory): RecordedProcess[] {
  const services = [
    ...['api', 'worker', 'mail'].map((name) => ({ name, begin: roleTitle(name, root), holds: '', stopSignal: 'SIGTERM' as const, stopLimit: 30_000 })),
    { name: 'Temporal', begin: 'temporal server start-dev', holds: `--db-filename ${temporalFile}`, stopSignal: 'SIGTERM' as const, stopLimit: 15_000 },
    { name: 'PostgreSQL', begin: `postgres -D ${postgres}`, holds: '', stopSignal: 'SIGINT' as const, stopLimit: 30_000 },
  ];
  return commandLines().flatMap(({ pid, line }) => {
    // The blanks keep a folder from being taken for another whose name begins alike.
    const service = services.find(({ begin, holds }) => line.startsWith(`${begin} `) && line.includes(holds === '' ? '' : ` ${holds} `));
    const identity = service && identify(pid);
    return identity ? [{ ...identity, name: service.name, stopSignal: service.stopSignal, stopLimit: service.stopLimit }] : [];
  });
}

/** Every process whose command line may be read; the program without its folder, and a blank at the end. */
function commandLines(): { pid: number; line: string }[] {
  if (!existsSync('/proc/self/cmdline')) {
    const listed = execFileSync('ps', ['-axo', 'pid=,args='], { encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 });
    return listed.split('\n').flatMap((text) => {
      const [, pid, line = ''] = /^\s*(\d+)\s+(.*)$/.exec(text) ?? [];
      return pid ? [{ pid: Number(pid), line: `${line.replace(/^\/\S*\//, '').trim()} ` }] : [];
    });
  }
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((pid) => {
    try {
      const [program = '', ...args] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replace(/\0+$/, '').split('\0');
      // A title stands there as one word, with blanks and slashes in it; before Node.js has set it, it is an option.
      const first = program.startsWith('/') && args.length > 0 ? basename(program) : program;
      return [{ pid: Number(pid), line: `${[first, ...args].join(' ').replace(/^node --title=/, '')} ` }];
    } catch {
      // It ended meanwhile, or belongs to somebody else.
      return [];
    }
  });
}
