import type { Explanation } from '#domain/scoring/explanation.js';
import type { ScoredIndicator } from '#domain/scoring/score.js';
import type { Grade } from '#domain/supplier/status.js';
import type { Database } from '../database.js';
import { Prisma } from '../generated/client.js';

/** A score as it was published at some time; the current one is the last of its kind. */
export interface ScoreRevision {
  revision: number;
  /** One decimal; null with grade N. */
  score: number | null;
  grade: Grade;
  indicators: ScoredIndicator[];
  explanation: Explanation;
  scoredAt: Date;
  /** Facts that arrived later do not count in it. */
  cutOffAt: Date;
  /** null: it holds. */
  supersededAt: Date | null;
  /** What made this revision; all null for the first, which the evaluation itself made. */
  restatementId: string | null;
  importId: string | null;
  fileName: string | null;
  requestedAt: Date | null;
}

/** How many revisions are shown: those of a score that facts keep arriving for are few in practice. */
const SHOWN = 50;

/** Every revision of one score, newest first, the current included, up to 50; empty when there is no such score. */
export async function scoreRevisions(db: Database, evaluationId: string, supplierId: string): Promise<ScoreRevision[]> {
  const which = Prisma.sql`evaluation_id = ${evaluationId}::uuid AND supplier_id = ${supplierId}::uuid`;
  // A row kept as superseded names the restatement that replaced it, which is the one that made the next revision.
  return db.prisma.$queryRaw<ScoreRevision[]>(Prisma.sql`
    SELECT v.revision, v.score::float8 AS score, v.grade, v.indicators, v.explanation, v.scored_at AS "scoredAt",
      v.cut_off_at AS "cutOffAt", v.superseded_at AS "supersededAt", r.id AS "restatementId", r.import_id AS "importId",
      i.file_name AS "fileName", r.requested_at AS "requestedAt"
    FROM (
      SELECT revision, score, grade, indicators, explanation, scored_at, coalesce(s.cut_off_at, e.cut_off_at) AS cut_off_at,
        NULL::timestamptz AS superseded_at
      FROM scores s JOIN evaluations e ON e.id = s.evaluation_id WHERE ${which}
      UNION ALL
      SELECT revision, score, grade, indicators, explanation, scored_at, cut_off_at, superseded_at FROM superseded_scores WHERE ${which}
    ) AS v
    LEFT JOIN (SELECT revision, restatement_id FROM superseded_scores WHERE ${which}) AS replaced ON replaced.revision = v.revision - 1
    LEFT JOIN restatements r ON r.id = replaced.restatement_id LEFT JOIN imports i ON i.id = r.import_id
    ORDER BY v.revision DESC LIMIT ${SHOWN}`);
}
