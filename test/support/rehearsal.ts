import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../../apps/cli/bin.mjs', import.meta.url));

/** What a rehearsal wrote, and its exit code. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly said: string;
}

/** Starts `steward rehearse` on the sample, from the build in dist/. `saw` resolves when standard error holds the words. */
export function rehearse(...args: string[]): { child: ChildProcess; ended: Promise<Ended>; saw(words: string): Promise<void> } {
  return rehearseWith({}, ...args);
}

/** As {@link rehearse}, with more in its environment, such as DATABASE_URL. */
export function rehearseWith(more: Readonly<Record<string, string>>, ...args: string[]): ReturnType<typeof rehearse> {
  const { DATABASE_URL: _database, TEMPORAL_ADDRESS: _temporal, NODE_OPTIONS: _options, ...env } = process.env;
  const child = spawn(process.execPath, [bin, 'rehearse', '--json', ...args], { env: { ...env, ...more }, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, said] = ['', ''];
  child.stdout.on('data', (text) => (out += text));
  const ended: Promise<Ended> = once(child, 'close').then(([code]) => ({ code: code as number | null, out, said }));
  const saw = (words: string) =>
    new Promise<void>((resolve, reject) => {
      child.stderr.on('data', () => said.includes(words) && resolve());
      void ended.then(() => reject(new Error(`It ended without saying "${words}":\n${said}`)));
    });
  child.stderr.on('data', (text) => (said += text));
  return { child, ended, saw };
}
