import type { Unit } from '#domain/indicators/definition.js';
import { localeOf, speak, type Language, type Speak } from '../catalogs/speak.js';
import { writtenFigure } from '../causes.js';
import { indicatorNames } from '../indicator-names.js';
import { writtenEnds, writtenInstant } from '../templates/dates.js';
import type { Letter, Table } from '../templates/letter.js';

/** A weighed indicator of a score. */
export interface ScorecardLine {
  readonly indicator: string;
  /** Of an indicator that the policy defines itself. */
  readonly title?: string | undefined;
  readonly status: 'ok' | 'insufficientData' | 'refused';
  readonly value: number | null;
  readonly unit: Unit;
  /** 0–100; null where nothing was scored. */
  readonly points: number | null;
  readonly weight: number;
  /** What it takes from the 100 points of the score. */
  readonly lost: number | null;
}

/** A grade with its score, which is null with grade N. */
export interface GradeGiven {
  readonly grade: string;
  readonly score: number | null;
}

/** A scorecard as its supplier reads it. Dates are `YYYY-MM-DD`, instants ISO. */
export interface ScorecardContent extends GradeGiven {
  readonly number: string;
  readonly supplierName: string;
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly lines: readonly ScorecardLine[];
  /** What capped the grade, with its reason in the reader's language. */
  readonly gates: readonly { readonly highestGrade: string; readonly reason: string }[];
  /** What was computed, and why a person set another grade. */
  readonly override: (GradeGiven & { readonly reason: string }) | null;
  /** What the scorecard before said, which this one replaces. */
  readonly replaces: GradeGiven | null;
  /** Earlier periods, the latest first. */
  readonly trend: readonly (GradeGiven & { readonly periodStart: string; readonly periodEnd: string })[];
  readonly appealUntil: string | null;
  readonly appealed: boolean;
  readonly timeZone: string;
}

/** The costliest indicators that the reasons name. */
const NAMED = 3;

/** The mail that brings a scorecard: grade, breakdown, reasons, trend, and how to appeal until when. `byReply`: a reply to it is read. */
export function scorecardLetter(card: ScorecardContent, { url, byReply }: { url: string; byReply: boolean }, language: Language): Letter {
  const say = speak(language);
  const words = scorecardWords(card, language);
  const { supplierName: supplier, grade } = card;
  const period = writtenEnds(card, language);
  return {
    subject: say(card.replaces ? 'scorecard.revisedSubject' : 'scorecard.subject', { supplier, ...period, grade }),
    paragraphs: [...words.intro, `${say('layout.heading', { label: say('scorecard.reasons') })}\n${words.reasons.map((reason) => `– ${reason}`).join('\n')}`, ...words.change],
    facts: [
      { label: say('scorecard.supplier'), value: supplier },
      { label: say('scorecard.period'), value: say('scorecard.periodOf', period) },
      { label: say('scorecard.grade'), value: grade },
      { label: say('scorecard.score'), value: words.score },
      ...(words.trend.length > 0 ? [{ label: say('scorecard.trend'), value: words.trend.join('\n') }] : []),
    ],
    table: words.table,
    answers: answersOf(card, byReply, say, language),
    link: { label: say('scorecard.link'), value: url },
    footer: say('scorecard.footer', { number: card.number }),
  };
}

function answersOf({ appealUntil, appealed, timeZone }: ScorecardContent, byReply: boolean, say: Speak, language: Language): string[] {
  if (appealed) return [];
  if (appealUntil === null) return [say('scorecard.noWindow')];
  const until = writtenInstant(appealUntil, timeZone, language, say);
  const ways = byReply ? [say('scorecard.byReply', { until }), say('scorecard.byLink')] : [say('scorecard.byLinkOnly', { until })];
  return [say('scorecard.agree'), ...ways, say('scorecard.once')];
}

/** What mail and page say of a scorecard alike. */
export interface ScorecardWords {
  readonly intro: readonly string[];
  readonly score: string;
  readonly reasons: readonly string[];
  /** Against the period before; empty without one. */
  readonly change: readonly string[];
  readonly trend: readonly string[];
  readonly table: Table;
}

/** A scorecard in words. */
export function scorecardWords(card: ScorecardContent, language: Language): ScorecardWords {
  const say = speak(language);
  const number = numberIn(language);
  const { grade, score, replaces } = card;
  const period = writtenEnds(card, language);
  const points = (given: GradeGiven) => (given.score === null ? say('scorecard.none') : number(given.score, 1));
  return {
    intro: [
      score === null ? say('scorecard.introN', period) : say('scorecard.intro', { ...period, grade, score: number(score, 1) }),
      ...(replaces ? [say('scorecard.revised', { grade: replaces.grade, score: points(replaces) })] : []),
    ],
    score: score === null ? say('scorecard.none') : say('scorecard.scoreOf', { score: number(score, 1) }),
    reasons: reasonsOf(card, language, say),
    change: changeOf(card, say, number),
    trend: card.trend.map((each) => say('scorecard.trendLine', { ...writtenEnds(each, language), grade: each.grade, score: points(each) })),
    table: {
      head: [say('scorecard.indicator'), say('scorecard.value'), say('scorecard.points'), say('scorecard.weight')],
      rows: card.lines.map((line) => [nameOf(line, language), resultOf(line, say, language), line.points === null ? say('scorecard.noData') : number(line.points, 1), number(line.weight, 1)]),
    },
  };
}

function reasonsOf(card: ScorecardContent, language: Language, say: Speak): string[] {
  const number = numberIn(language);
  const { override } = card;
  const missing = card.lines.filter((line) => line.status === 'insufficientData').map((line) => nameOf(line, language));
  const costly = card.lines
    .flatMap((line) => (line.status === 'ok' && line.lost !== null && line.lost >= 0.05 ? [{ line, lost: line.lost }] : []))
    .sort((a, b) => b.lost - a.lost)
    .slice(0, NAMED);
  const reasons = [
    ...(override ? [say('scorecard.reason.override', { grade: override.grade, score: override.score === null ? say('scorecard.none') : number(override.score, 1), reason: override.reason })] : []),
    ...card.gates.map(({ highestGrade, reason }) => say('scorecard.reason.gate', { grade: highestGrade, reason })),
    ...costly.map(({ line, lost }) =>
      say('scorecard.reason.lost', { indicator: nameOf(line, language), value: resultOf(line, say, language), points: number(line.points ?? 0, 1), lost: number(lost, 1) }),
    ),
    ...card.lines.filter((line) => line.status === 'refused').map((line) => say('scorecard.reason.refused', { indicator: nameOf(line, language) })),
    ...(missing.length > 0 ? [say('scorecard.reason.noData', { indicators: missing.join(', ') })] : []),
  ];
  return reasons.length > 0 ? reasons : [say('scorecard.reason.best')];
}

function changeOf({ score, trend }: ScorecardContent, say: Speak, number: (value: number, places: number) => string): string[] {
  const before = trend[0]?.score ?? null;
  if (score === null || before === null) return [];
  const difference = Math.round((score - before) * 10) / 10;
  if (difference === 0) return [say('scorecard.same')];
  return [say(difference > 0 ? 'scorecard.better' : 'scorecard.worse', { points: number(Math.abs(difference), 1) })];
}

function resultOf({ status, value, unit }: ScorecardLine, say: Speak, language: Language): string {
  if (status === 'refused') return say('scorecard.refused');
  return value === null || status !== 'ok' ? say('scorecard.noData') : writtenFigure(value, unit, language);
}

function nameOf({ indicator, title }: ScorecardLine, language: Language): string {
  return title ?? indicatorNames[language][indicator] ?? indicator;
}

function numberIn(language: Language): (value: number, places: number) => string {
  return (value, places) => new Intl.NumberFormat(localeOf(language), { maximumFractionDigits: places }).format(value);
}
