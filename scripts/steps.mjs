/** What setup, build, start and tests share: running programs, and doing a step only when its inputs changed. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Runs a program in the repository; shows what it prints only if it fails. Rejects with its output on a non-zero exit. */
export function run(command, args, { env = {}, show = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
      shell: process.platform === 'win32',
    });
    // Whoever ends us ends the step under way too; outside of steps the usual rules for signals hold.
    const endWithUs = (signal) => {
      child.kill(signal);
      process.exit(1);
    };
    for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, endWithUs);
    let said = '';
    child.stdout?.on('data', (text) => (said += text));
    child.stderr?.on('data', (text) => (said += text));
    child.once('error', (error) => reject(new Error(`${command} could not be run: ${error.message}`)));
    child.once('close', (code) => {
      for (const signal of ['SIGTERM', 'SIGINT']) process.off(signal, endWithUs);
      if (code === 0) resolve(said);
      else reject(new Error(`${command} ${args.join(' ')} failed with code ${code}\n${said}`));
    });
  });
}

/** Runs a program of an installed package by its file, so that no shell and no npx come between. */
export function runTool(tool, args, options) {
  return run(process.execPath, [join(root, 'node_modules', tool), ...args], options);
}

/** The hash of files and folders (recursively, but for specs), by name and content. */
export function hashOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths) addTo(hash, join(root, path));
  return hash.digest('hex');
}

const passedOver = new Set(['node_modules', 'dist', 'generated']);

function addTo(hash, path) {
  if (!existsSync(path)) return;
  if (statSync(path).isDirectory()) {
    for (const name of readdirSync(path).sort()) if (!passedOver.has(name) && !name.endsWith('.spec.ts')) addTo(hash, join(path, name));
  } else {
    hash.update(relative(root, path)).update('\0').update(readFileSync(path)).update('\0');
  }
}

/**
 * Does a step unless its stamp says that it was done for the same inputs and its outputs are there.
 * @returns whether anything was done
 */
export async function step(title, { stamp, inputs, outputs, work }) {
  const wanted = hashOf(inputs);
  const file = join(root, stamp);
  const done = existsSync(file) && readFileSync(file, 'utf8') === wanted && outputs.every((output) => existsSync(join(root, output)));
  if (done) return false;
  const began = performance.now();
  console.log(`${title} …`);
  await work();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, wanted);
  console.log(`${title} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
  return true;
}
