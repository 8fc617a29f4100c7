import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCalendar } from '#test/icalendar.js';
import { catalogs, speak, type Language } from '../catalogs/speak.js';
import { renderLetter } from '../render.js';
import { templateNames } from '../templates/letter.js';
import { data } from './data.js';
import { exampleNamed, examples } from './examples.js';

const languages = Object.keys(catalogs) as Language[];
const LONGEST_SUBJECT = 120;
const VOID = new Set(['meta', 'br', 'hr', 'img', 'input', 'link']);

const rendered = (name: string, language: Language) => {
  const example = exampleNamed(name);
  if (!example) throw new Error(`no such mail: ${name}`);
  const letter = example.letter(language);
  return { example, letter, ...renderLetter(letter, { language, recipientName: data[language].reader }) };
};

/** Names that are written in Latin letters in every language: of Steward, of file formats, of zones, grades and units. */
const LATIN = /\b(?:Steward|ISO|FMEA|SPC|PDF|PNG|JPEG|Word|Excel|CSV|MB|UTC|USD|SHA|ppm|[ABCN])\b/g;

/** Words in Latin letters that stand in a text of another script. */
function foreignWords(text: string): string[] {
  const own = text.replace(/https?:\/\/\S+/g, '').replace(/\S+@\S+/g, '').replace(/\b[0-9a-f]{8,64}\b/g, '').replace(/\S+\.pdf\b/g, '').replace(LATIN, '');
  return own.match(/[A-Za-z]{2,}/g) ?? [];
}

/** What a page has open at its end, or closes without having opened it. Comments are Outlook's and balance by themselves. */
function unbalanced(html: string): string[] {
  const open: string[] = [];
  for (const [, closing, name = ''] of html.replace(/<!--[^]*?-->/g, '').replace(/<!doctype[^>]*>/i, '').matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*>/gi)) {
    if (VOID.has(name)) continue;
    if (!closing) open.push(name);
    else if (open.at(-1) === name) open.pop();
    else return [...open, `/${name}`];
  }
  return open;
}

describe('every mail', () => {
  const names = examples.map(({ name }) => name);

  it('has a name of its own', () => {
    expect(names.toSorted()).toEqual([...new Set(names)].sort());
    expect(names.filter((name) => !/^[a-z][A-Za-z]*(\.[A-Za-z0-9]+)*$/.test(name))).toEqual([]);
  });

  it('has an example: all templates, and all letters', () => {
    expect(templateNames.filter((template) => !names.some((name) => name === template || name.startsWith(`${template}.`)))).toEqual([]);
    const folder = join(import.meta.dirname, '../letters');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'));
    const used = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'))
      .join('\n');
    const without = files.flatMap((file) =>
      [...readFileSync(join(folder, file), 'utf8').matchAll(/^export (?:function|const) (\w+)[^]*?\n(?=export |$)/gm)]
        .filter(([code, name]) => new RegExp(`\\): Letter (?:\\{|=>)`).test(code) && !new RegExp(`\\b${name}\\(`).test(used))
        .map(([, name]) => `${file}: ${name} has no example in libs/messaging/examples`),
    );
    expect(without).toEqual([]);
  });

  describe.each(names)('%s', (name) => {
    it.each(languages)('reads well in %s', (language) => {
      const { example, letter, subject, text, html, calendar } = rendered(name, language);
      for (const part of [subject, text, html]) expect(part).not.toMatch(/undefined|NaN|\[object|\{\w*\}|Invalid Date/);
      expect(subject).not.toMatch(/[\r\n]/);
      expect(subject.length).toBeLessThanOrEqual(LONGEST_SUBJECT);
      expect(text).not.toMatch(/[^.]\.\.(?!\.)/);
      if (language !== 'en') expect([...foreignWords(subject), ...foreignWords(text)]).toEqual([]);

      expect(text).toContain(speak(language)('greeting', { name: data[language].reader }));
      for (const paragraph of letter.paragraphs) expect(text).toContain(paragraph);
      if (example.asks) {
        expect(text).toMatch(/2026.*UTC([+-]\d\d:\d\d)?[)）]/);
        expect([letter.answers?.length ? 'by reply' : null, letter.link ? 'by link' : null].filter(Boolean)).not.toEqual([]);
      }
      if (letter.answers?.length) expect(text).toContain(`${speak(language)('layout.heading', { label: speak(language)('answer.heading') })}\n- `);
      if (letter.link) expect(text).toContain(letter.link.value);
      if (calendar !== null) expect(readCalendar(calendar).method).toBe(letter.calendar?.over ? 'CANCEL' : letter.calendar?.meeting ? 'REQUEST' : 'PUBLISH');

      expect(unbalanced(html)).toEqual([]);
      expect(html).toContain(`<title>`);
      for (const [, attributes = ''] of html.replace(/<!--[^]*?-->/g, '').matchAll(/<table([^>]*)>(?!\s*<thead>)/g)) expect(attributes).toContain('role="presentation"');
    });
  });

  it('that asks for something says until when in the reader’s zone, and is told from one that does not', () => {
    expect(rendered('rectification.acknowledged', 'zh').text).toContain('2026年11月24日星期二 23:59（中国标准时间，UTC+08:00）');
    expect(rendered('rectification.acknowledged', 'ru').text).toMatch(/вторник,? 24 ноября 2026 г\.(,| в) 18:59 \(Москва, стандартное время, UTC\+03:00\)/);
  });
});

describe('the eye of this test', () => {
  it('sees English in a text of another language, and what was not closed', () => {
    expect(foreignWords('请在2026年11月24日前 reply 本邮件（Steward, UTC+08:00, https://example.com/case）')).toEqual(['reply']);
    expect(unbalanced('<p><b>x</p>')).toEqual(['p', 'b', '/p']);
  });
});
