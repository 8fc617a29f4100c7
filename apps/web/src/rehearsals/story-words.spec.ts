import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import i18next from 'i18next';
import { formatFor } from '../i18n/format.js';
import { en, ru, zh } from '../i18n/whole.js';
import type { Happening } from './queries.js';
import { wordsOf, type Speech } from './story-words.js';

const document = JSON.parse(readFileSync('apps/web/openapi.json', 'utf8')) as { components: { schemas: Record<string, unknown> } };
/** The kinds that the API's document names, whatever the types of this client say. */
const kinds = find(document.components.schemas['Rehearsal']) ?? [];

/** Whatever any of the kinds says. */
const everything = {
  on: '2013-04-01', supplier: 'A', periodStart: '2013-01-01', periodEnd: '2013-03-31', grades: { A: 1, B: 2, C: 1, N: 0 }, gradedC: ['B'], before: 'B', after: 'C', rule: 'certificateEnding', raisedFor: '2013-04',
  because: 'recovered', event: 'opened', data: {}, proposal: 'consequence', what: 'prepayment', reason: 'consequenceRule', decision: 'accepted', asked: 1, answered: 1, use: 'raw', byDeadline: true, grade: 'B', template: 'scorecard', mails: 1, toSuppliers: 1,
};

describe.each([['en', en, 'en-GB'], ['ru', ru, 'ru-RU'], ['zh', zh, 'zh-CN']] as const)('The story in %s', (language, texts, locale) => {
  const missing: string[] = [];
  const speaker = i18next.createInstance({
    lng: language, fallbackLng: false, resources: { [language]: { translation: texts } }, keySeparator: false, nsSeparator: false, interpolation: { escapeValue: false },
    saveMissing: true, missingKeyHandler: (_, __, key) => void missing.push(key),
  });
  void speaker.init();
  const speech: Speech = { t: speaker.t, format: formatFor(locale, 'UTC'), event: (type) => ({ text: type }), mailKind: (template) => template };

  it.each(kinds)('has words for %s', (kind) => {
    const said = wordsOf({ ...everything, kind } as Happening, speech);
    expect(said?.text).toMatch(/\S/);
    expect({ missing: missing.splice(0), left: /\{\{|story\./.test(said?.text ?? '') }).toEqual({ missing: [], left: false });
  });
});

it('The document names the kinds', () => {
  expect(kinds).toContain('appealEnded');
});

/** The list of kinds, wherever it stands in the schema. */
function find(node: unknown): string[] | null {
  if (typeof node !== 'object' || node === null) return null;
  const { kind, ...rest } = node as { kind?: { enum?: string[] } };
  if (kind?.enum?.includes('mailed')) return kind.enum;
  for (const each of [kind, ...Object.values(rest)]) {
    const found = find(each);
    if (found) return found;
  }
  return null;
}
