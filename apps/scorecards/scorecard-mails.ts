import { stageDueAt } from '#domain/evaluation/stages.js';
import { languageOf } from '#messaging/catalogs/speak.js';
import { scorecardLetter } from '#messaging/letters/scorecard.js';
import { renderLetter } from '#messaging/render.js';
import { replyAddress } from '#messaging/reply-address.js';
import type { Database, Transaction } from '#persistence/database.js';
import type { Scorecard } from '#persistence/generated/client.js';
import { calendarFor, OURS } from '#persistence/holidays.js';
import { createLink, revokeLinks } from '#persistence/links/links.js';
import { noticeRow } from '#persistence/outbox/notice.js';
import { insertOutbox, type NewOutboxMessage } from '#persistence/outbox/outbox.js';
import { getPolicy, type PolicyRecord } from '#persistence/policies/policies.js';
import { earlierGrades, oneScorecardWriter, restatedAfterScorecard, scoreHistories, scorecardsDue, storeScorecards, type ScorecardDue } from '#persistence/scorecards/scorecards.js';
import { getScores } from '#persistence/scoring/scores.js';
import { v5 as uuidv5 } from 'uuid';
import type { Configuration } from '../configuration.js';
import { scorecardContent, TREND_PERIODS, type ScorecardMatter } from './content.js';

/** What writing to suppliers takes from the configuration. */
export type LetterSettings = Pick<Configuration, 'publicUrl' | 'secret' | 'mail'>;

/** Scorecards written in one transaction. */
const PAGE = 100;
/** How long the page behind the link can be read, in milliseconds; an appeal ends with its own window. */
const LINK_LIFE = 60 * 24 * 3_600_000;

/** One page of an evaluation's scorecards: whose were written, and where the next page begins; null after the last. */
export interface ScorecardPage {
  readonly written: number;
  readonly next: string | null;
}

/** An evaluation as far as its scorecards ask. */
export interface CardedEvaluation {
  readonly id: string;
  readonly cutOffAt: Date;
  readonly policy: PolicyRecord;
  /** null: the policy sets no time for appeals. */
  readonly appealUntil: Date | null;
}

/** The evaluation whose scorecards can be written; null when it is not public, advisory, or its policy sends none. */
export async function cardedEvaluation(db: Database, evaluationId: string): Promise<CardedEvaluation | null> {
  const evaluation = await db.prisma.evaluation.findUnique({ where: { id: evaluationId } });
  if (!evaluation?.official || !evaluation.publishedAt) return null;
  const policy = await getPolicy(db, evaluation.policyVersion);
  if (!policy?.policy.evaluation.scorecards) return null;
  const days = policy.policy.appealWindowDays;
  const appealUntil = days === 0 ? null : new Date(stageDueAt(days, evaluation.publishedAt.toISOString(), calendarFor(OURS, evaluation.publishedAt)));
  return { id: evaluation.id, cutOffAt: evaluation.cutOffAt, policy, appealUntil };
}

/** Which scorecards are written next. `supplierIds` bounds it to the named. */
export interface NextScorecards {
  readonly after: string | null;
  readonly at: Date;
  readonly supplierIds?: readonly string[];
}

/** {@link writeScorecardsIn} in a transaction of its own. */
export async function writeScorecards(ports: { db: Database; settings: LetterSettings }, evaluation: CardedEvaluation, next: NextScorecards): Promise<ScorecardPage> {
  return ports.db.transaction((tx) => writeScorecardsIn(tx, ports.settings, evaluation, next));
}

/**
 * Writes the next scorecards of an evaluation with their mails and links: those that are not there yet, so that a repetition writes
 * none twice.
 */
export async function writeScorecardsIn(tx: Transaction, settings: LetterSettings, evaluation: CardedEvaluation, { after, at, supplierIds }: NextScorecards): Promise<ScorecardPage> {
  await oneScorecardWriter(tx, evaluation.id);
  const due = await scorecardsDue(tx, { evaluationId: evaluation.id, after, limit: PAGE, ...(supplierIds ? { supplierIds } : {}) });
  const cards: Scorecard[] = [];
  const mails: NewOutboxMessage[] = [];
  for (const { due: each, matter } of await mattersOf(tx, evaluation, due, at)) {
    const mail = await mailOf(tx, settings, { due: each, matter, at });
    if (mail) mails.push(mail);
    cards.push({ id: matter.id, evaluationId: evaluation.id, supplierId: each.supplierId, revision: each.revision, outboxId: mail?.id ?? null, appealUntil: matter.appealUntil, createdAt: at });
  }
  await storeScorecards(tx, cards);
  await insertOutbox(tx, mails);
  return { written: cards.length, next: due.length < PAGE ? null : (due.at(-1)?.supplierId ?? null) };
}

async function mattersOf(tx: Transaction, evaluation: CardedEvaluation, due: readonly ScorecardDue[], at: Date): Promise<{ due: ScorecardDue; matter: ScorecardMatter }[]> {
  const ids = due.map((each) => each.supplierId);
  const scores = new Map((await getScores(tx, evaluation.id, ids)).map((each) => [each.supplierId, each]));
  const histories = new Map((await scoreHistories(tx, evaluation.id, ids)).map((each) => [each.supplierId, each]));
  const trends = await earlierGrades(tx, { evaluationId: evaluation.id, supplierIds: ids, periods: TREND_PERIODS });
  // A corrected scorecard may come when the time for appeals is over.
  const appealUntil = evaluation.appealUntil !== null && evaluation.appealUntil > at ? evaluation.appealUntil : null;
  return due.flatMap((each) => {
    const score = scores.get(each.supplierId);
    if (!score) return [];
    const { policy } = evaluation.policy;
    const trend = trends.filter((earlier) => earlier.supplierId === each.supplierId);
    const id = uuidv5(`scorecard ${each.supplierId} ${each.revision}`, evaluation.id);
    return [{ due: each, matter: { id, score, history: histories.get(each.supplierId), trend, policy, cutOffAt: evaluation.cutOffAt, appealUntil, timeZone: each.timeZone } }];
  });
}

/** Corrected scorecards of those whose scores a restatement has changed after they were sent one. */
export async function sendRestatedScorecards(ports: { db: Database; settings: LetterSettings }, restatementId: string, at: Date): Promise<void> {
  for (const { evaluationId, supplierIds } of await restatedAfterScorecard(ports.db, restatementId)) {
    const evaluation = await cardedEvaluation(ports.db, evaluationId);
    for (let after: string | null = null, more = evaluation !== null; evaluation !== null && more; more = after !== null) {
      after = (await writeScorecards(ports, evaluation, { after, at, supplierIds })).next;
    }
  }
}

async function mailOf(
  tx: Transaction,
  { publicUrl, secret, mail: { domain } }: LetterSettings,
  { due, matter, at }: { due: ScorecardDue; matter: ScorecardMatter; at: Date },
): Promise<(NewOutboxMessage & { id: string }) | null> {
  const { contactId, contactName, contactEmail, supplierId } = due;
  if (contactId === null || contactName === null || contactEmail === null) return null;
  const language = languageOf(due.contactLanguage ?? due.language);
  await revokeEarlierLinks(tx, matter.score.evaluationId, supplierId, at);
  const token = await createLink(tx, { kind: 'scorecard', subjectId: matter.id, supplierId, recipientKind: 'contact', recipientId: contactId, createdAt: at, expiresAt: new Date(at.getTime() + LINK_LIFE) });
  const content = scorecardContent(matter, language);
  const takesReplies = content.appealUntil !== null && !content.appealed;
  const id = uuidv5('mail', matter.id);
  const letter = scorecardLetter(content, { url: `${publicUrl}/portal/scorecards/${token}`, byReply: takesReplies }, language);
  const row = noticeRow({
    id,
    template: 'scorecard',
    recipient: { kind: 'contact', id: contactId, address: contactEmail, language },
    mail: renderLetter(letter, { language, recipientName: contactName }),
    supplierId,
    ...(takesReplies ? { replyTo: replyAddress({ caseId: matter.id, secret, domain }) } : {}),
    domain,
    at,
  });
  return { ...row, id };
}

/** Who was sent a corrected scorecard is not to appeal against the one before. */
async function revokeEarlierLinks(tx: Transaction, evaluationId: string, supplierId: string, at: Date): Promise<void> {
  const earlier = await tx.scorecard.findMany({ where: { evaluationId, supplierId }, select: { id: true } });
  for (const { id } of earlier) await revokeLinks(tx, 'scorecard', id, at);
}
