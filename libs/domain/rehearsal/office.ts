import type { Grade } from '../supplier/status.js';
import { mannerOf } from './cast.js';
import { chance } from './chance.js';

/**
 * What our own people, raters and suppliers do about a cycle and what follows from it while a year is rehearsed. Whatever is drawn
 * follows from the seed and from names that every rehearsal of the same facts shares: periods, codes, mail addresses.
 */

/** The time that somebody has for something; null: none is set. */
export interface Window {
  readonly since: Date;
  readonly until: Date | null;
}

/** Time that people take where nobody sets any. */
const A_WEEK = 7 * 24 * 60 * 60 * 1000;

/** The instant that lies at a share of a window; above 1 it is too late. */
function within({ since, until }: Window, share: number): Date {
  const end = until?.getTime() ?? since.getTime() + A_WEEK;
  return new Date(since.getTime() + share * (end - since.getTime()));
}

/** Who is the actor, of which cycle; `cycle` is its period and segment. */
interface Of {
  readonly seed: number;
  readonly cycle: string;
}

/** When a manager confirms which mean of the ratings counts, and which; null: it is left to the deadline. */
export function calibrationBy({ seed, cycle }: Of, window: Window): { at: Date; use: 'calibrated' | 'raw' } | null {
  if (chance(seed, 'calibration', cycle) < 0.15) return null;
  return { at: within(window, 0.9 * chance(seed, 'calibration delay', cycle)), use: chance(seed, 'use', cycle) < 0.8 ? 'calibrated' : 'raw' };
}

/** When the review is ended by somebody; null: it is left to the deadline. */
export function releaseBy({ seed, cycle }: Of, window: Window): Date | null {
  return chance(seed, 'release', cycle) < 0.15 ? null : within(window, 0.9 * chance(seed, 'release delay', cycle));
}

/** Of a hundred grades so many are overridden in a review. */
const OVERRIDDEN = 0.03;

/** The grade that a reviewer puts in the place of the computed one; null: it stands. */
export function overrideOf({ seed, cycle }: Of, supplierCode: string, grade: Grade): Grade | null {
  if (grade === 'N' || chance(seed, 'override', cycle, supplierCode) >= OVERRIDDEN) return null;
  if (grade === 'B') return chance(seed, 'override to', cycle, supplierCode) < 0.5 ? 'A' : 'C';
  return 'B';
}

/** When a supplier appeals against its grade; null: never. A late one may miss the window. */
export function appealBy({ seed, cycle }: Of, supplierCode: string, grade: Grade, window: Window): Date | null {
  const manner = mannerOf(seed, supplierCode);
  const share = grade === 'C' ? 0.45 : grade === 'B' ? 0.1 : 0;
  if (manner === 'silent' || chance(seed, 'appeal', cycle, supplierCode) >= share) return null;
  return within(window, (manner === 'late' ? 1.2 : 0.8) * chance(seed, 'appeal delay', cycle, supplierCode));
}

/** What an appeal comes to. */
export type AppealEnd = { readonly decision: 'rejected' } | { readonly decision: 'upheld'; readonly to: Grade | 'recompute' };

/** When an appeal is decided and how; most within their time. A score that there is not can only be computed anew. */
export function appealDecisionBy({ seed, cycle }: Of, { supplierCode, grade, scored }: { supplierCode: string; grade: Grade; scored: boolean }, window: Window): { at: Date; end: AppealEnd } {
  const at = within(window, 0.1 + 0.95 * chance(seed, 'appeal decision delay', cycle, supplierCode));
  const drawn = chance(seed, 'appeal decision', cycle, supplierCode);
  if (drawn < 0.65) return { at, end: { decision: 'rejected' } };
  if (drawn < 0.8 || !scored || grade === 'N' || grade === 'A') return { at, end: { decision: 'upheld', to: 'recompute' } };
  return { at, end: { decision: 'upheld', to: grade === 'C' ? 'B' : 'A' } };
}

/** When a rater sends the form; null: never. Some would only after the deadline, and are then missing. */
export function ratingBy({ seed, cycle }: Of, rater: string, window: Window): Date | null {
  const drawn = chance(seed, 'rater', cycle, rater);
  if (drawn < 0.1) return null;
  const delay = chance(seed, 'rater delay', cycle, rater);
  return within(window, drawn < 0.3 ? 0.7 + 0.6 * delay : 0.6 * delay);
}

/** The answer to a question on a scale: around two thirds of it, raters harsh or generous by nature; null: cannot say. */
export function answerOf({ seed, cycle }: Of, { rater, supplierCode, question }: { rater: string; supplierCode: string; question: string }, { least, most }: { least: number; most: number }): number | null {
  const draw = (...words: string[]) => chance(seed, ...words);
  if (draw('cannot say', cycle, rater, supplierCode, question) < 0.05) return null;
  const level = 0.65 + 0.3 * (draw('harsh', rater) - 0.5) + 0.5 * (draw('standing', supplierCode) - 0.5) + 0.3 * (draw('mark', cycle, rater, supplierCode, question) - 0.5);
  return Math.round(least + Math.min(1, Math.max(0, level)) * (most - least));
}

/** What a manager does with a proposal, and when; null: it is left open. */
export function proposalDecisionBy(seed: number, { supplierCode, kind, about }: { supplierCode: string; kind: string; about: string }, since: Date): { at: Date; accept: boolean } | null {
  const draw = (what: string) => chance(seed, what, kind, about, supplierCode);
  if (draw('proposal left') < 0.1) return null;
  return { at: within({ since, until: null }, 0.05 + 0.7 * draw('proposal delay')), accept: draw('proposal') < (kind === 'phaseOut' ? 0.4 : 0.75) };
}
