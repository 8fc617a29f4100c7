import type { z } from 'zod';
import { indicators } from '#domain/indicators/catalogue.js';
import type { IndicatorDefinition } from '#domain/indicators/definition.js';
import { scoringTermsOf } from '#domain/policy/policy.js';
import { changesBetween } from '#domain/restatement/changes.js';
import { explainScore, gateReason } from '#domain/scoring/explain.js';
import { explainWords } from '#domain/scoring/explain-words.js';
import { indicatorWords, type ExplanationLanguage } from '#domain/scoring/indicator-words.js';
import { asOfCutOff } from '#domain/scoring/period.js';
import type { PolicyRecord } from '#persistence/policies/policies.js';
import type { ScoreRevision } from '#persistence/restatements/revisions.js';
import type { ScoreRecord } from '#persistence/scoring/scores.js';
import { shownIndicators, shownScore, type explainedScore } from './score-schemas.js';

type Explained = z.infer<typeof explainedScore>;

/** One score with all that it takes to recompute it, and every revision beside it. */
export function explained(score: ScoreRecord, revisions: readonly ScoreRevision[], policy: PolicyRecord, language: ExplanationLanguage): Explained {
  const known = scoringTermsOf(policy.policy, policy.version).indicators ?? indicators;
  const words = explainWords[language];
  const cutOffAt = revisions[0]?.cutOffAt ?? score.scoredAt;
  return {
    ...shownScore(score),
    cutOffAt: cutOffAt.toISOString(),
    language,
    explanationText: explainScore(score.explanation, known, language, asOfCutOff(cutOffAt)),
    gates: score.explanation.gates.map(({ gate, highestGrade, fatal }) => ({ gate, highestGrade, fatal: fatal ?? false, reason: gateReason(gate, words, asOfCutOff(cutOffAt)) })),
    figures: figuresOf(score, known, language, cutOffAt),
    revisions: revisions.map((each, index) => shownRevision(each, revisions[index + 1])),
  };
}

function figuresOf(score: ScoreRecord, known: readonly IndicatorDefinition[], language: ExplanationLanguage, cutOffAt: Date): Explained['figures'] {
  const weighed = new Set(score.explanation.lines.map((line) => line.indicator));
  const shown = new Set(score.indicators.map((item) => item.indicator));
  const inOrder = [...known.filter(({ name }) => weighed.has(name)), ...known.filter(({ name }) => shown.has(name) && !weighed.has(name))];
  const query = new URLSearchParams({ from: score.periodStart, to: score.periodEnd, asOf: asOfCutOff(cutOffAt) });
  return inOrder.map((definition) => {
    const { title, formula } = indicatorWords(definition, language);
    const { name, unit, direction, scale } = definition;
    return { indicator: name, title, formula, unit, direction, scale, factsUrl: `/api/v1/suppliers/${score.supplierId}/indicators/${name}/facts?${query}` };
  });
}

function shownRevision(revision: ScoreRevision, before: ScoreRevision | undefined): Explained['revisions'][number] {
  const { restatementId, importId, fileName, requestedAt, ...shown } = revision;
  return {
    ...shown,
    indicators: shownIndicators(revision.indicators),
    scoredAt: revision.scoredAt.toISOString(),
    cutOffAt: revision.cutOffAt.toISOString(),
    supersededAt: revision.supersededAt?.toISOString() ?? null,
    broughtBy: restatementId && requestedAt ? { restatementId, importId, fileName, requestedAt: requestedAt.toISOString() } : null,
    changes: before ? changesBetween(before, revision) : [],
  };
}
