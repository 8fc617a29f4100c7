import { describe, expect, it } from '@jest/globals';
import { en, ru, zh } from './whole.js';

const catalogs: Readonly<Record<string, Readonly<Record<string, string>>>> = { en, ru, zh };
/** `_zero` is i18next's own and allowed in every language. */
const PLURAL = /_(zero|one|two|few|many|other)$/;

const plain = (catalog: Readonly<Record<string, string>>) => Object.keys(catalog).filter((key) => !PLURAL.test(key));
const counted = (catalog: Readonly<Record<string, string>>) => [...new Set(Object.keys(catalog).filter((key) => PLURAL.test(key)).map((key) => key.replace(PLURAL, '')))];
const variables = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();

describe.each(['ru', 'zh'])('The texts in %s', (language) => {
  const catalog = catalogs[language] ?? {};

  it('are the same as the English ones, none missing and none left over', () => {
    expect(plain(catalog).sort()).toEqual(plain(en).sort());
    expect(counted(catalog).sort()).toEqual(counted(en).sort());
  });

  it('fill in the same values', () => {
    for (const key of plain(en)) expect({ key, variables: variables(catalog[key] ?? '') }).toEqual({ key, variables: variables(en[key as keyof typeof en]) });
  });
});

describe.each(['en', 'ru', 'zh'])('A counted text in %s', (language) => {
  const catalog = catalogs[language] ?? {};
  const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();

  it('has every plural form of the language, and no other', () => {
    for (const key of counted(catalog)) {
      const forms = Object.keys(catalog).filter((each) => each.replace(PLURAL, '') === key && PLURAL.test(each)).map((each) => each.slice(key.length + 1));
      expect({ key, forms: forms.filter((form) => form !== 'zero').sort() }).toEqual({ key, forms: [...pluralCategories].sort() });
    }
  });
});

describe('Every text', () => {
  it('says something, without spaces at its ends', () => {
    for (const catalog of Object.values(catalogs)) for (const [key, text] of Object.entries(catalog)) expect({ key, text: text.trim() || 'empty' }).toEqual({ key, text });
  });

  it('is written in its own script', () => {
    const foreign = (text: string) => text.replace(/\{\{\w+\}\}|Steward|HTML|CSV|PDF|Word|Excel|XLSX|YAML|JSON|HTTP|API|Temporal|ERP|Slack|Microsoft Teams|DingTalk|Feishu|WeCom|Telegram|Webhook|SPF|DKIM|DMARC|name@example\.com|[ABCN]\b/g, '');
    for (const [key, text] of Object.entries(ru)) expect({ key, latin: /[a-z]{3,}/i.test(foreign(text)) }).toEqual({ key, latin: false });
    for (const [key, text] of Object.entries(zh)) expect({ key, latin: /[a-z]{3,}/i.test(foreign(text)) }).toEqual({ key, latin: false });
  });
});
