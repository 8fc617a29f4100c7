import type { MessageKey } from './en.js';
import type { Message } from './message.js';
import { catalogs, languageOf, localeOf, speak, type Language } from './speak.js';

const languages = Object.keys(catalogs) as Language[];
const keys = Object.keys(catalogs.en) as MessageKey[];

function forms(message: Message): string[] {
  return typeof message === 'string' ? [message] : Object.values(message);
}

function placeholders(text: string): string[] {
  return [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ''))].sort();
}

describe('the catalogs', () => {
  describe.each(languages)('in %s', (language) => {
    it('says everything that the English catalog says, and nothing else', () => {
      expect(Object.keys(catalogs[language]).sort()).toEqual([...keys].sort());
    });

    it('uses the same values in every text and every plural form', () => {
      const expected = keys.map((key) => [key, placeholders(forms(catalogs.en[key])[0] ?? '')]);
      const actual = keys.flatMap((key) => forms(catalogs[language][key]).map((text) => [key, placeholders(text)]));
      for (const [key, names] of expected) {
        for (const [, found] of actual.filter(([other]) => other === key)) expect([key, found]).toEqual([key, names]);
      }
    });

    it('has a form for every plural category of the language', () => {
      const categories = new Intl.PluralRules(localeOf(language)).resolvedOptions().pluralCategories;
      for (const key of keys) {
        const message: Message = catalogs[language][key];
        if (typeof message !== 'string') expect(Object.keys(message).sort()).toEqual([...categories].sort());
      }
    });

    it('leaves no text empty', () => {
      for (const key of keys) for (const text of forms(catalogs[language][key])) expect(text.trim()).not.toBe('');
    });
  });

  it('writes Chinese in Chinese and Russian in Russian', () => {
    for (const key of keys.filter((key) => !/^(date|layout)\./.test(key))) {
      for (const text of forms(catalogs.zh[key])) expect(text).toMatch(/\p{Script=Han}/u);
      for (const text of forms(catalogs.ru[key])) expect(text).toMatch(/\p{Script=Cyrillic}/u);
    }
  });

  it('counts business days as each language does', () => {
    const count = (language: Language) => [1, 2, 5, 21].map((n) => speak(language)('businessDays', { count: n }));
    expect(count('en')).toEqual(['1 business day', '2 business days', '5 business days', '21 business days']);
    expect(count('ru')).toEqual(['1 рабочий день', '2 рабочих дня', '5 рабочих дней', '21 рабочий день']);
    expect(count('zh')).toEqual(['1个工作日', '2个工作日', '5个工作日', '21个工作日']);
  });

  it('refuses to say a text with a hole in it', () => {
    expect(() => speak('en')('greeting')).toThrow('{name}');
  });

  it('falls back to English for a language it does not know', () => {
    expect(['zh-Hans-CN', 'RU', 'fr', '', null].map(languageOf)).toEqual(['zh', 'ru', 'en', 'en', 'en']);
  });
});
