import { consequencesAwait } from '#messaging/letters/consequences.js';
import type { Database } from '#persistence/database.js';
import { countProposals, proposeAfterGrades } from '#persistence/consequences/propose.js';
import { insertOutbox } from '#persistence/outbox/outbox.js';
import { getPolicy } from '#persistence/policies/policies.js';
import type { PublicationActivities } from '#workflows/evaluation-cycle/activities.js';
import { letterRow, staffReaders } from '../../scorecards/readers.js';
import type { LetterSettings } from '../../scorecards/scorecard-mails.js';
import { beating } from './scorecards.js';

/** The cycle's port that proposes what final grades lead to. */
export function createConsequenceActivities(db: Database, settings: Pick<LetterSettings, 'publicUrl' | 'mail'>): Pick<PublicationActivities, 'proposeConsequences'> {
  return {
    /** Page by page, each idempotent; managers are told once, in one mail. An advisory evaluation has no consequences. */
    async proposeConsequences({ evaluationId, at }) {
      const evaluation = await db.prisma.evaluation.findUnique({ where: { id: evaluationId } });
      const policy = evaluation?.official ? await getPolicy(db, evaluation.policyVersion) : null;
      if (!evaluation || !policy) return { proposed: 0 };
      const { info, heartbeat } = beating();
      let after: string | null = info;
      do {
        const page = await proposeAfterGrades(db, { evaluationId, rules: policy.policy.consequences, after, at: new Date(at) });
        after = page.next;
        heartbeat(after);
      } while (after !== null);
      const proposed = await countProposals(db, evaluationId);
      if (proposed > 0) await tellManagers(evaluation, proposed, new Date(at));
      return { proposed };
    },
  };

  async function tellManagers(evaluation: { id: string; periodStart: Date; periodEnd: Date }, count: number, at: Date): Promise<void> {
    const [periodStart, periodEnd] = [evaluation.periodStart, evaluation.periodEnd].map((day) => day.toISOString().slice(0, 10)) as [string, string];
    await db.transaction(async (tx) => {
      const rows = (await staffReaders(tx, ['manager'])).map((reader) =>
        letterRow({
          template: 'consequences.await',
          about: evaluation.id,
          reader,
          letter: consequencesAwait({ periodStart, periodEnd, count, url: `${settings.publicUrl}/` }, reader.language),
          domain: settings.mail.domain,
          at,
        }),
      );
      await insertOutbox(tx, rows);
    });
  }
}
