import { answerOf, ratingBy } from '#domain/rehearsal/office.js';
import { scales } from '#domain/surveys/questions.js';
import { openInvitationsOfAll } from '#persistence/rehearsal/look.js';
import { countOpen, findInvitation, respondentOf } from '#persistence/surveys/invitations.js';
import { questionsOf, saveReplies, subjectsOf, type GivenAnswer } from '#persistence/surveys/replies.js';
import type { Cast } from './cast.js';

/** Raters, and suppliers who rate us, send their forms: soon, at the last moment, too late or never. */
export async function answerSurveys(cast: Cast, now: Date, working: boolean): Promise<void> {
  const { world, seed, seen } = cast;
  for (const { id, cycle, until } of await openInvitationsOfAll(world.db)) {
    const since = seen.of(id, now);
    const invitation = working ? await findInvitation(world.db, id) : null;
    const respondent = invitation && (await respondentOf(world.db, invitation));
    if (!invitation || !respondent) continue;
    const of = { seed, cycle };
    const at = ratingBy(of, respondent.address, { since, until });
    if (at === null || at > now || (until !== null && now > until)) continue;
    const subjects = await subjectsOf(world.db, invitation);
    const answers = subjects.flatMap(({ id: supplierId, code: supplierCode }) =>
      questionsOf(invitation.survey).flatMap(({ name: question, scale }): GivenAnswer[] => {
        const bounds = scales[scale];
        if (bounds === null) return [];
        const value = answerOf(of, { rater: respondent.address, supplierCode, question }, bounds);
        return [{ supplierId, question, value, comment: null, cannotSay: value === null }];
      }),
    );
    const saved = await world.db.transaction((tx) => saveReplies(tx, { invitationId: id, answers, send: true, at: now }));
    if (saved && (await countOpen(world.db, invitation.surveyId)) === 0) await world.door.surveyAnswered(invitation.surveyId);
  }
}
