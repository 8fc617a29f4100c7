/** A browser for the browser tests: the machine's own, or Debian's, installed when that may be done here. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './steps.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** @returns the program's path, or in `missing` why there is none and what to do */
export async function findBrowser() {
  const present = names.map(onPath).find(Boolean);
  if (present) return { path: present };
  const install = 'Install Chromium (on Debian: apt-get install chromium) to run the browser tests.';
  if (process.getuid?.() !== 0 || !onPath('apt-get')) return { missing: `No Chromium on the PATH, and it cannot be installed from here. ${install}` };
  try {
    console.log('Installing Chromium, which the browser tests need …');
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update', '-q'], { env });
    await run('apt-get', ['install', '-q', '-y', '--no-install-recommends', 'chromium'], { env });
    return { path: onPath('chromium') };
  } catch (error) {
    return { missing: `Chromium could not be installed (${error.message.trim().split('\n').at(-1)}). ${install}` };
  }
}

function onPath(name) {
  const places = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name));
  return places.find((place) => {
    try {
      accessSync(place, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
