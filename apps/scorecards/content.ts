import { explainWords } from '#domain/scoring/explain-words.js';
import { gateReason } from '#domain/scoring/explain.js';
import { asOfCutOff } from '#domain/scoring/period.js';
import type { Language } from '#messaging/catalogs/speak.js';
import type { ScorecardContent, ScorecardLine } from '#messaging/letters/scorecard.js';
import type { Policy } from '#domain/policy/policy.js';
import type { EarlierGrade, ScoreHistory } from '#persistence/scorecards/scorecards.js';
import type { ScoreRecord } from '#persistence/scoring/scores.js';

/** Periods back that a scorecard shows. */
export const TREND_PERIODS = 4;

/** Everything that a scorecard is made of. `cutOffAt`: as of when its gates held. */
export interface ScorecardMatter {
  readonly id: string;
  readonly score: ScoreRecord;
  readonly history: ScoreHistory | undefined;
  readonly trend: readonly EarlierGrade[];
  readonly policy: Pick<Policy, 'indicators'>;
  readonly cutOffAt: Date;
  readonly appealUntil: Date | null;
  readonly timeZone: string;
}

/** A scorecard as its reader is told it, in mail and page alike. */
export function scorecardContent(matter: ScorecardMatter, language: Language): ScorecardContent {
  const { id, score, history, trend, cutOffAt, appealUntil, timeZone } = matter;
  return {
    number: id.slice(0, 8),
    supplierName: score.supplierName,
    periodStart: score.periodStart,
    periodEnd: score.periodEnd,
    grade: score.grade,
    score: score.score,
    lines: linesOf(matter),
    gates: score.explanation.gates.map(({ gate, highestGrade }) => ({ highestGrade, reason: gateReason(gate, explainWords[language], asOfCutOff(cutOffAt)) })),
    override: history?.computedGrade && history.overrideReason ? { grade: history.computedGrade, score: history.computedScore, reason: history.overrideReason } : null,
    replaces: history?.gradeBefore ? { grade: history.gradeBefore, score: history.scoreBefore } : null,
    trend,
    appealUntil: appealUntil?.toISOString() ?? null,
    appealed: history?.appealed ?? false,
    timeZone,
  };
}

function linesOf({ score, policy }: ScorecardMatter): ScorecardLine[] {
  const titles = new Map(policy.indicators.map(({ name, title }) => [name as string, title]));
  const units = new Map(score.indicators.map(({ indicator, unit }) => [indicator, unit]));
  return score.explanation.lines.map(({ indicator, status, value, points, weight, sharedWeight, contribution }) => ({
    indicator,
    title: titles.get(indicator),
    status,
    value: value === null ? null : Number(value),
    unit: units.get(indicator) ?? 'points',
    points: points === null ? null : Number(points),
    weight,
    lost: sharedWeight === null || contribution === null ? null : Number(sharedWeight) - Number(contribution),
  }));
}
