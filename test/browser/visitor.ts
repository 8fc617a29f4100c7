import { gzipSync } from 'node:zlib';
import axe, { type RunOptions } from 'axe-core';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { eventually } from '#test/eventually.js';
import { en, ru, zh } from '../../apps/web/src/i18n/whole.js';

/** Rules of WCAG 2.2 AA, and what else is good practice. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** The rules that look at colours: all that can differ between light and dark, and nothing that differs between languages. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];
/** What is well is neither described nor given a selector: that is most of the work on a screen with long tables. */
const BREACHES_ALONE: RunOptions = { resultTypes: ['violations'], selectors: false };
/** Below this width the screens are laid out otherwise. */
const WIDE = 900;

export type Language = 'en' | 'ru' | 'zh';

/** All texts of each language. */
export const catalogs: Readonly<Record<Language, Texts>> = { en, ru, zh };
type Texts = Readonly<Record<string, string>>;

/** Each screen's address with a part of its title, in the words of a language. */
export type WalkedScreens = (texts: Texts) => readonly Walked[] | Promise<readonly Walked[]>;
type Walked = readonly [path: string, heading: string];

/** Opens the browser that the test run found, else Debian's. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['STEWARD_CHROMIUM'] ?? process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A person at a browser. Everything the page complains of is kept: errors, warnings, breaches of the content security policy. */
export interface Visitor {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the page complained of since the last time this was asked. */
  complaints(): string[];
  /** An answer with this status is part of the test: the browser's note of it is no complaint. */
  expectStatus(status: number): void;
  /** Kilobytes of script that were asked for, each file compressed by gzip. */
  scriptWeight(): Promise<number>;
  close(): Promise<void>;
}

/** A new visitor, nobody yet, whose browser asks for the given language, for light, and for nothing to move: half-faded text has no contrast. */
export async function visit(browser: Browser, url: string, look: { language?: Language; width?: number } = {}): Promise<Visitor> {
  const { language = 'en', width = 1280 } = look;
  const context = await browser.newContext({ baseURL: url, viewport: { width, height: 900 }, locale: language, timezoneId: 'Europe/Berlin', colorScheme: 'light', reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const said: string[] = [];
  const expected = new Set<number>();
  const scripts = new Set<string>();
  page.on('console', (message) => {
    const status = /responded with a status of (\d+)/.exec(message.text())?.[1];
    const isExpected = status !== undefined && expected.has(Number(status));
    if (['error', 'warning'].includes(message.type()) && !isExpected) said.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => said.push(`thrown: ${error.message}`));
  page.on('request', (request) => {
    if (new URL(request.url()).pathname.endsWith('.js')) scripts.add(request.url());
  });
  return {
    page,
    context,
    complaints: () => said.splice(0),
    expectStatus: (status) => void expected.add(status),
    scriptWeight: async () => {
      let bytes = 0;
      for (const script of scripts) bytes += gzipSync(Buffer.from(await (await fetch(script)).arrayBuffer())).length;
      return bytes / 1000;
    },
    close: () => context.close(),
  };
}

/** What axe finds wrong on the page as it is now, one line each. Evaluated, not added as a script, which the policy forbids. */
export function barriers(page: Page): Promise<string[]> {
  return findings(page, { runOnly: RULES });
}

/** The same without the colours, which are by far the most work. */
function barriersInTheWords(page: Page): Promise<string[]> {
  return findings(page, { runOnly: RULES, rules: Object.fromEntries(COLOUR_RULES.map((rule) => [rule, { enabled: false }])) });
}

/** The same in the dark, where only the colours are others. Leaves the page light. */
export async function barriersInTheDark(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.locator('[data-mantine-color-scheme=dark]').waitFor();
  const found = await findings(page, { runOnly: COLOUR_RULES });
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  return found;
}

async function findings(page: Page, options: RunOptions): Promise<string[]> {
  if (!(await page.evaluate('"axe" in globalThis'))) await page.evaluate(axe.source);
  // What lies behind an open dialog nobody reaches, and parts of it are covered.
  const dialog = '[aria-modal="true"]';
  const within = (await page.locator(dialog).count()) > 0 ? dialog : 'html';
  const { violations } = await page.evaluate(([context, how]) => (globalThis as unknown as { axe: typeof axe }).axe.run(context, how), [within, { ...options, ...BREACHES_ALONE }] as const);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

/** Waits until the screen shows what it loads: its heading is there and nothing waits any more. */
export async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor();
  // The locator's own waiting would look again after half a second only.
  await eventually('nothing is being loaded any more', async () => (await page.locator('.mantine-Skeleton-root, [data-loading]').count()) === 0);
}

/**
 * Looks at screens, each by its address and a part of its title: no barrier, and nothing wider than the page. The colours are those
 * of every language: they are looked at in English, by day and by night, and where the screen is narrow and laid out otherwise.
 */
export async function walkScreens(page: Page, screens: readonly Walked[], language: Language): Promise<void> {
  const isWide = (page.viewportSize()?.width ?? 0) >= WIDE;
  for (const [path, heading] of screens) {
    await page.goto(path);
    await settled(page);
    expect({ path, title: await page.title() }).toEqual({ path, title: expect.stringContaining(heading) });
    expect({ path, barriers: language !== 'en' && isWide ? await barriersInTheWords(page) : await barriers(page) }).toEqual({ path, barriers: [] });
    if (language === 'en') expect({ path, dark: await barriersInTheDark(page) }).toEqual({ path, dark: [] });
    const wider = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
    expect({ path, wider }).toEqual({ path, wider: 0 });
  }
}

/**
 * One test per language, in which a fresh visitor with the session of somebody signed in walks the screens; Russian, whose words are
 * the longest, on a phone. `after` looks at more, while the visitor is there.
 */
export function walkAsEach(
  given: () => { readonly browser: Browser; readonly home: string; readonly signedIn: Visitor },
  screens: WalkedScreens,
  here: (body: () => Promise<void>) => () => Promise<void>,
  after: (page: Page, language: Language) => Promise<void> = () => Promise.resolve(),
): void {
  it.each([['en', 1280], ['zh', 1280], ['ru', 320]] as const)(
    'has no barrier in %s at %d pixels (in English also at night)',
    (language, width) =>
      here(async () => {
        const { browser, home, signedIn } = given();
        const reader = await visit(browser, home, { language, width });
        await reader.context.addCookies(await signedIn.context.cookies());
        await walkScreens(reader.page, await screens(catalogs[language]), language);
        await after(reader.page, language);
        expect(reader.complaints()).toEqual([]);
        await reader.close();
      })(),
    240_000,
  );
}
