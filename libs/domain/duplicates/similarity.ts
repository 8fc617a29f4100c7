import { distance } from 'fastest-levenshtein';
import type { NameKey } from './name-key.js';

/** From here on two names are proposed to a person as one supplier. */
export const proposedFrom = 0.82;

/** What a shared word weighs beside a word of the name's core. */
const sharedWeight = 0.4;
/** How alike two words must be to count as one word spelt differently. */
const sameWordFrom = 0.83;
/** How alike two names must be letter by letter when their words are cut differently. */
const sameTextFrom = 0.9;

/**
 * How alike two names are, 0–1: the share of their words that meet – in any order, each with a word at most one letter in
 * six away – where words of the trade weigh 0.4. Names whose words are cut differently are compared letter by letter.
 * Names with different numbers are different: plant 1 is not plant 2.
 */
export function nameSimilarity(a: NameKey, b: NameKey): number {
  if (!sameNumbers(a.core, b.core) || a.core.length === 0 || b.core.length === 0) return 0;
  const core = Math.max(wordsMet(a.core, b.core), textMet(a.core, b.core));
  const met = a.shared.filter((word) => b.shared.includes(word)).length;
  const coreWeight = a.core.length + b.core.length;
  return (core * coreWeight + 2 * sharedWeight * met) / (coreWeight + sharedWeight * (a.shared.length + b.shared.length));
}

function sameNumbers(a: readonly string[], b: readonly string[]): boolean {
  const numbers = (words: readonly string[]) => words.filter((word) => /\d/.test(word)).sort().join(' ');
  return numbers(a) === numbers(b);
}

/** Pairs the words, most alike first. */
function wordsMet(a: readonly string[], b: readonly string[]): number {
  const pairs = a.flatMap((first, i) => b.map((second, j) => ({ i, j, alike: wordsAlike(first, second) })));
  const left = new Set(a.keys());
  const right = new Set(b.keys());
  let met = 0;
  for (const { i, j, alike } of pairs.filter((pair) => pair.alike >= sameWordFrom).sort((one, other) => other.alike - one.alike)) {
    if (!left.has(i) || !right.has(j)) continue;
    left.delete(i);
    right.delete(j);
    met += alike;
  }
  return (2 * met) / (a.length + b.length);
}

function wordsAlike(a: string, b: string): number {
  if (a === b) return 1;
  return /\d/.test(a + b) ? 0 : 1 - distance(a, b) / Math.max(a.length, b.length);
}

/** ShanghaiHuawei and Shanghai Huawei; only where the number of words differs, or else a long common word would hide a short different one. */
function textMet(a: readonly string[], b: readonly string[]): number {
  if (a.length === b.length) return 0;
  const [first, second] = [a.join(''), b.join('')];
  const alike = 1 - distance(first, second) / Math.max(first.length, second.length);
  return alike >= sameTextFrom ? alike : 0;
}
