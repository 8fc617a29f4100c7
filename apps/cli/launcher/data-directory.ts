import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { OperatorError } from '../operator-error.js';
import { writeDurably } from './durable-file.js';
import { choosePort } from './ports.js';

/** Where a start keeps its things; everything below one folder, so that copying it copies the installation. */
export interface DataDirectory {
  root: string;
  postgres: string;
  temporalFile: string;
  logs: string;
  secretFile: string;
  /** The processes that run now, for the start that comes after a kill. */
  processesFile: string;
}

const portNumber = z.int().min(1).max(65_535);
const stateSchema = z.object({
  ports: z.object({ postgres: portNumber, temporal: portNumber, temporalUi: portNumber, mailbox: portNumber, inbound: portNumber }),
  passwords: z.object({ superuser: z.string().min(1), login: z.string().min(1) }),
  /** Decided by the first start: a later one never mixes the sample into data of one's own. */
  sample: z.enum(['wanted', 'loaded', 'none']),
});

/** What stays the same from one start to the next. Passwords are in it: readable by its owner only. */
export type LauncherState = z.infer<typeof stateSchema>;

/** Makes the folder and the secret that keys the signatures, unless they are there. */
export function openDataDirectory(path: string): DataDirectory {
  const root = resolve(path);
  // 711: the user that PostgreSQL runs as must pass through; what is inside has rights of its own.
  mkdirSync(root, { recursive: true, mode: 0o711 });
  const directory = {
    root,
    postgres: join(root, 'postgres'),
    temporalFile: join(root, 'temporal.db'),
    logs: join(root, 'logs'),
    secretFile: join(root, 'secret'),
    processesFile: join(root, 'processes.json'),
  };
  mkdirSync(directory.logs, { recursive: true });
  mkdirSync(join(root, 'files'), { recursive: true, mode: 0o700 });
  if (!existsSync(directory.secretFile)) writeDurably(directory.secretFile, randomBytes(32));
  return directory;
}

/**
 * Reads the state of the last start, or makes it; ports that others took meanwhile are replaced.
 * @param wantsSample counts on the first start only
 * @throws OperatorError when the state is there and cannot be read
 */
export async function openState(directory: DataDirectory, wantsSample: boolean): Promise<LauncherState> {
  const last = lastState(stateFile(directory));
  const taken = new Set<number>();
  const choose = async (lastTime: number | undefined, usual: number) => {
    const port = await choosePort(lastTime, usual, taken);
    taken.add(port);
    return port;
  };
  const state: LauncherState = {
    ports: {
      postgres: await choose(last?.ports.postgres, 5433),
      temporal: await choose(last?.ports.temporal, 7233),
      temporalUi: await choose(last?.ports.temporalUi, 8233),
      mailbox: await choose(last?.ports.mailbox, 1025),
      inbound: await choose(last?.ports.inbound, 2525),
    },
    passwords: last?.passwords ?? { superuser: randomBytes(24).toString('base64url'), login: randomBytes(24).toString('base64url') },
    sample: last?.sample ?? (wantsSample ? 'wanted' : 'none'),
  };
  saveState(directory, state);
  return state;
}

/** Writes the state down for the next start. */
export function saveState(directory: DataDirectory, state: LauncherState): void {
  writeDurably(stateFile(directory), JSON.stringify(state, null, 2));
}

/** A new state would bring new passwords, which the database in this folder does not know. */
function lastState(file: string): LauncherState | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return stateSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new OperatorError(
      `${file} cannot be read; it is damaged, and the passwords of this folder's database are in it. ` +
        'Put back the copy of it in your last backup of the folder, or choose another folder with --data.',
      { cause: error },
    );
  }
}

function stateFile(directory: DataDirectory): string {
  return join(directory.root, 'launcher.json');
}
