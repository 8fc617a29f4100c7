import anyAscii from 'any-ascii';
import { chineseLegalForms, joiningWords, legalForms, tornForms, writtenOutForms } from './legal-forms.js';
import { conceptOf, markChineseConcepts } from './lexicon.js';

/** By what names are compared: `core` are the words that tell suppliers apart, `shared` what many of a trade are called. */
export interface NameKey {
  readonly core: readonly string[];
  readonly shared: readonly string[];
}

/**
 * The key of a supplier's name: without legal form, accents, punctuation and joining words, in Latin letters, spelt as it
 * sounds. A name that is nothing but common words is told apart by those.
 */
export function nameKey(name: string): NameKey {
  const words = wordsOf(name);
  const named = words.filter((word) => !legalForms.has(word) && !joiningWords.has(word));
  const core: string[] = [];
  const shared: string[] = [];
  for (const word of named.length > 0 ? named : words) {
    const concept = word.startsWith('#') ? word.slice(1) : conceptOf(word);
    if (concept !== null) shared.push(concept);
    else core.push(...spelling(word));
  }
  const common = [...new Set(shared)].sort();
  return core.length > 0 ? { core, shared: common } : { core: common, shared: [] };
}

/** The key as it is stored: core words, a bar, shared words. */
export function storedKey({ core, shared }: NameKey): string {
  return `${core.join(' ')}|${shared.join(' ')}`;
}

/** The inverse of {@link storedKey}. */
export function parsedKey(stored: string): NameKey {
  const [core = '', shared = ''] = stored.split('|');
  return { core: core.split(' ').filter(Boolean), shared: shared.split(' ').filter(Boolean) };
}

/** Words in lower case, without legal forms that are written out; Chinese concepts as `#concept`. */
function wordsOf(name: string): string[] {
  let text = name.normalize('NFKC').toLowerCase().replace(/ё/gu, 'е').replace(/['’ʼ`´]/gu, '');
  for (const form of writtenOutForms) text = text.replace(form, ' ');
  for (const [form, replacement] of tornForms) text = text.replace(form, replacement);
  text = markChineseConcepts(text.replace(chineseLegalForms, ' '));
  // S.A., G.m.b.H., S. p. A.: the letters of an abbreviation belong together.
  text = text.replace(/(?<![\p{L}\p{N}])\p{L}(?:\. ?\p{L}(?![\p{L}\p{N}]))+/gu, (letters) => letters.replace(/[. ]/gu, ''));
  const words = text.split(/[^\p{L}\p{M}\p{N}#]+/u).filter((word) => word !== '' && word !== '#');
  return words.length > 0 ? words : [text.trim()].filter(Boolean);
}

/** A word in ASCII as it sounds: what transliteration from Cyrillic or Chinese and the usual Latin spelling have in common. */
function spelling(word: string): string[] {
  return anyAscii(word)
    .toLowerCase()
    // Soft and hard signs.
    .replace(/'/g, '')
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
    .map((part) => (/\d/.test(part) ? part.replace(/^0+(?=\d)/, '') : sound(part)));
}

const sounds: readonly (readonly [RegExp, string])[] = [
  [/shch|sch|tsch|tch/g, 'sh'],
  [/ph/g, 'f'],
  [/x/g, 'ks'],
  [/kh|ch(?=[^aeiouy])/g, 'h'],
  [/ck|q/g, 'k'],
  [/c(?=[eiy])/g, 's'],
  [/c(?!h)/g, 'k'],
  [/dzh|zh|dj/g, 'j'],
  [/ts|tz/g, 's'],
  [/th/g, 't'],
  [/w/g, 'v'],
  [/[yj](?=[^aeiou]|$)/g, 'i'],
  [/(?<=[^aeiou])y/g, 'i'],
  [/([aou])e/g, '$1'],
  [/ie|ii|ij/g, 'i'],
  [/z/g, 's'],
];

function sound(word: string): string {
  const spelt = sounds.reduce((text, [pattern, to]) => text.replace(pattern, to), word);
  // An h that is not at the beginning and after no c or s is not heard; nor is a doubled letter.
  return spelt.replace(/(?<=[^cs])h/g, '').replace(/(.)\1+/g, '$1');
}
