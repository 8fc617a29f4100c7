import { en, type Catalog, type MessageKey } from './en.js';
import type { Message } from './message.js';
import { ru } from './ru.js';
import { zh } from './zh.js';

/** The languages that Steward writes; adding one is a catalog and a line here. */
export const catalogs = { en, zh, ru } as const satisfies Record<string, Catalog>;

/** A language that Steward writes. */
export type Language = keyof typeof catalogs;

/** Values for the `{placeholders}` of a text. */
export type Values = Readonly<Record<string, string | number>>;

/** Says one text of the catalog in one language. */
export type Speak = (key: MessageKey, values?: Values) => string;

const locales: Record<Language, string> = { en: 'en-GB', zh: 'zh-CN', ru: 'ru-RU' };

/** The locale in which dates and numbers of the language are written, such as `en-GB`. */
export function localeOf(language: Language): string {
  return locales[language];
}

/** The language to write in, given one from a person or supplier; what Steward does not write becomes English. */
export function languageOf(tag: string | null | undefined): Language {
  const primary = (tag ?? '').toLowerCase().split(/[-_]/)[0] ?? '';
  return primary in catalogs ? (primary as Language) : 'en';
}

/**
 * Gives the speaker of a language. Plural forms follow the CLDR rules of the language.
 * @throws Error when a text needs a value that was not given: a mail with a hole in it must not be sent.
 */
export function speak(language: Language): Speak {
  const catalog: Catalog = catalogs[language];
  const plurals = new Intl.PluralRules(localeOf(language));
  return (key, values = {}) => fill(form(catalog[key], plurals, values), key, values);
}

function form(message: Message, plurals: Intl.PluralRules, values: Values): string {
  if (typeof message === 'string') return message;
  const category = plurals.select(Number(values['count']));
  return (category in message ? message[category as keyof typeof message] : undefined) ?? message.other;
}

/** A value that ends in a point, such as a Russian year, ends the sentence as well: there are no two points. */
function fill(text: string, key: string, values: Values): string {
  return text.replace(/\{(\w+)\}(\.(?!\.))?/g, (_, name: string, point: string | undefined) => {
    const value = values[name];
    if (value === undefined) throw new Error(`The text ${key} needs a value for {${name}}.`);
    return point && !String(value).endsWith('.') ? `${value}${point}` : String(value);
  });
}
