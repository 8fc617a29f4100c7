import type { Database } from '#persistence/database.js';
import { countUndecided, lapseOpenAppeals, openAppeals } from '#persistence/appeals/appeals.js';
import { insertOutbox } from '#persistence/outbox/outbox.js';
import { countScorecardMails } from '#persistence/scorecards/scorecards.js';
import type { PublicationActivities } from '#workflows/evaluation-cycle/activities.js';
import { Context } from '@temporalio/activity';
import { outcomeRows } from '../../scorecards/appeal-mails.js';
import { cardedEvaluation, writeScorecards, type LetterSettings } from '../../scorecards/scorecard-mails.js';

/** The cycle's ports about what suppliers are told of their scores, and what they say to it. All can be repeated. */
export function createScorecardActivities(db: Database, settings: LetterSettings): Omit<PublicationActivities, 'proposeConsequences'> {
  return {
    /** Writes to every supplier of a published evaluation, page by page: each gives a sign of life and says where the next attempt goes on. */
    async sendScorecards({ evaluationId, at }) {
      const evaluation = await cardedEvaluation(db, evaluationId);
      if (!evaluation) return { sent: 0 };
      const { info, heartbeat } = beating();
      let after: string | null = info;
      do {
        const page = await writeScorecards({ db, settings }, evaluation, { after, at: new Date(at) });
        after = page.next;
        heartbeat(after);
      } while (after !== null);
      return { sent: await countScorecardMails(db, evaluationId) };
    },

    async appealsOf({ evaluationId }) {
      const { open, decideBy } = await openAppeals(db, evaluationId);
      return { open, decideBy: decideBy?.toISOString() ?? null };
    },

    /** Gives up what nobody has decided, and tells the suppliers that it has no consequences. */
    async lapseAppeals({ evaluationId, at }) {
      await db.transaction(async (tx) => {
        const lapsed = await lapseOpenAppeals(tx, evaluationId, new Date(at));
        for (const appeal of lapsed) await insertOutbox(tx, await outcomeRows(tx, settings, appeal, { status: 'undecided' }, new Date(at)));
      });
      return { undecided: await countUndecided(db, evaluationId) };
    },
  };
}

/** Where an earlier attempt stopped, and how to say where this one is; outside of an activity there is neither. */
export function beating(): { info: string | null; heartbeat: (cursor: string | null) => void } {
  const context = currentContext();
  if (!context) return { info: null, heartbeat: () => undefined };
  const last: unknown = context.info.heartbeatDetails;
  return { info: typeof last === 'string' ? last : null, heartbeat: (cursor) => context.heartbeat(cursor) };
}

function currentContext(): Context | null {
  try {
    return Context.current();
  } catch {
    return null;
  }
}
