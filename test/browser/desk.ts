import type { Browser } from 'playwright-core';
import { startSystem, telling, type System } from '#test/system.js';
import { en } from '../../apps/web/src/i18n/whole.js';
import { openBrowser, visit, walkAsEach, type Visitor, type WalkedScreens } from './visitor.js';

/** The product of this spec file, once it was opened: it takes a quarter of a minute to start, so that many tests share one. */
export let system: System;
/** The administrator, signed in. */
export let visitor: Visitor;
/** Where people come in: the host of the sign-in link, as the session's cookie holds for it alone. */
export let home = '';
let browser: Browser;

/** Starts the product and signs the administrator in before all tests of the file, and stops it after them. */
export function openDesk(): void {
  beforeAll(async () => {
    [system, browser] = await Promise.all([startSystem(), openBrowser()]);
    home = new URL(system.signInLink() ?? '').origin;
    visitor = await visit(browser, home);
    visitor.expectStatus(401);
    await visitor.page.goto(system.signInLink() ?? '');
    await button(en['signIn.action']).click();
    await visitor.page.getByRole('heading', { name: en['work.title'], level: 1 }).waitFor();
    visitor.complaints();
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await system?.stop();
  }, 240_000);
}

/** Runs a test's body; when it fails, the product's logs are told. */
export const here = (body: () => Promise<void>) => telling(() => system, body);
export const get = async <T>(path: string): Promise<T> => (await system.call<T>('GET', `/api/v1${path}`)).body;
export const post = async <T>(path: string, body: object): Promise<T> => (await system.call<T>('POST', `/api/v1${path}`, { body })).body;
export const button = (name: string | RegExp) => visitor.page.getByRole('button', { name, exact: typeof name === 'string' });
export const panel = (name: string) => visitor.page.getByRole('region', { name, exact: true });
/** The last part of an address: mostly an id. */
export const lastOf = (url: string) => url.split('/').at(-1) ?? '';

/** One test per language: every screen is looked at by somebody who came in with the administrator's session. */
export function walkWithSession(screens: WalkedScreens): void {
  walkAsEach(() => ({ browser, home, signedIn: visitor }), screens, here);
}
