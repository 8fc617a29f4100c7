import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { speak } from '../catalogs/speak.js';
import { htmlPart } from './layout.js';
import type { Letter } from './letter.js';

const root = join(import.meta.dirname, '../../..');
const frameFile = 'libs/messaging/templates/layout-frame.ts';

const letter: Letter = {
  subject: 'A subject',
  paragraphs: ['One.', 'Two,\nin two lines.'],
  facts: [{ label: 'Due', value: 'tomorrow' }],
  table: { head: ['Name', 'Figure'], rows: [['Delivery', '5']] },
  quote: { label: 'Reason', value: 'No owner.' },
  answers: ['Reply.'],
  link: { label: 'Open', value: 'https://steward.example.com/cases/1?a=1&b=2' },
  footer: 'The footer.',
};

const html = (more: Partial<Letter> = {}, language: 'en' | 'ru' | 'zh' = 'en') => htmlPart({ ...letter, ...more }, 'Li Wei', language, speak(language));

describe('the layout of mails', () => {
  it('is what its MJML says', () => {
    const compiled = execFileSync(process.execPath, ['scripts/compile-mail-layout.mjs', '--print'], { cwd: root, encoding: 'utf8' });
    expect(readFileSync(join(root, frameFile), 'utf8')).toBe(compiled);
  });

  it('fetches nothing when it is opened, so that nobody learns that it was', () => {
    const addresses = [...html({ link: undefined }).matchAll(/(?:https?:)?\/\/[^\s"'<)]+/g)].map(([address]) => address);
    expect(addresses).toEqual(['http://www.w3.org/1999/xhtml']);
    expect(html()).not.toMatch(/<(img|link|script|iframe|object|form)\b|url\(|@import/i);
  });

  it.each([
    ['en', 'en-GB'],
    ['zh', 'zh-CN'],
    ['ru', 'ru-RU'],
  ] as const)('says that it is written in %s', (language, tag) => {
    expect(html({}, language)).toContain(`<html lang="${tag}" dir="ltr"`);
  });

  it('shows beside the subject what the mail asks, else how it begins', () => {
    const hidden = (page: string) => /display:none[^>]*>([^<]*)</.exec(page)?.[1];
    expect(hidden(html())).toBe('One.');
    expect(hidden(html({ preheader: 'Please answer by Friday.' }))).toBe('Please answer by Friday.');
  });

  it('leaves out what the letter has not', () => {
    const { subject, paragraphs, footer } = letter;
    const bare = htmlPart({ subject, paragraphs, footer }, 'Li Wei', 'en', speak('en'));
    for (const tag of ['<dl', '<thead', '<blockquote', '<ul', '<a']) {
      expect(html()).toContain(`${tag} `.trim());
      expect(bare).not.toMatch(new RegExp(`${tag}[\\s>]`));
    }
  });

  it('writes what it is given as text, also in a link', () => {
    const evil = '"><script>alert(1)</script>';
    const page = html({ subject: evil, paragraphs: [evil], facts: [{ label: evil, value: evil }], link: { label: evil, value: `https://x.example.com/${evil}` }, footer: evil });
    expect(page).not.toContain('<script');
    expect(html()).toContain('href="https://steward.example.com/cases/1?a&#x3D;1&amp;b&#x3D;2"');
  });
});
