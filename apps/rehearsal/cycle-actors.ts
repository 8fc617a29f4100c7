import { commandIdOf } from '#apps/door/command-id.js';
import { decideAppealOf } from '#apps/scorecards/decide-appeal.js';
import { fileAppeal } from '#apps/scorecards/file-appeal.js';
import { Refusal } from '#domain/process/decision.js';
import { appealBy, appealDecisionBy, calibrationBy, overrideOf, releaseBy, type AppealEnd } from '#domain/rehearsal/office.js';
import { sameHand } from '#persistence/access/keys.js';
import { handsInScore } from '#persistence/appeals/appeals.js';
import { confirmCalibration, releaseGrades } from '#persistence/evaluations/decisions.js';
import { overrideScore } from '#persistence/evaluations/overrides.js';
import { waitingEvaluations, type WaitingEvaluations } from '#persistence/proposals/waiting.js';
import { appealable, openAppeals, scoresToReview, type Contested } from '#persistence/rehearsal/look.js';
import type { Cast } from './cast.js';
import { colleagues, whoMay, type Colleague } from './people.js';

type WaitingCycle = WaitingEvaluations['cycles'][number];

/** More cycles than these do not wait for somebody at once. */
const AT_MOST = 200;

/** Managers who confirm calibrations, look through grades and override one now and then; suppliers who appeal; others who decide it. */
export class CycleActors {
  constructor(private readonly cast: Cast) {}

  /** Sees what waits, and where it is a working day has everybody do what is due by now. */
  async act(now: Date, working: boolean): Promise<void> {
    const { world } = this.cast;
    const people = await colleagues(world);
    const { cycles } = await waitingEvaluations(world.db, { hands: [], at: now, limit: AT_MOST });
    for (const cycle of cycles) await this.lookAt(cycle, people, now, working);
    for (const each of await appealable(world.db, now)) {
      const at = appealBy(this.of(each), each.supplierCode, each.grade, this.window(`appealable ${each.cycle} ${each.supplierCode}`, now, each.until));
      if (working && at !== null && at <= now) await this.appeal(each, now);
    }
    for (const appeal of await openAppeals(world.db)) {
      const { at, end } = appealDecisionBy(this.of(appeal), appeal, this.window(`appeal ${appeal.id}`, now, appeal.until));
      if (working && at <= now && now <= appeal.until) await this.decide(appeal, end, people, now);
    }
  }

  private async lookAt(cycle: WaitingCycle, people: readonly Colleague[], now: Date, working: boolean): Promise<void> {
    const { id, stage, periodStart, periodEnd, segment, dueAt } = cycle;
    const of = this.of({ cycle: `${periodStart}/${periodEnd} ${segment ?? ''}` });
    const window = this.window(`${stage} ${id}`, now, dueAt);
    const who = whoMay(people, stage === 'review' ? 'evaluations:review' : 'evaluations:calibrate');
    if (!working || !who) return;
    if (stage === 'calibrating') {
      const decision = calibrationBy(of, window);
      if (decision === null || decision.at > now) return;
      await confirmCalibration(this.cast.world.db, { evaluationId: id, use: decision.use, by: who.id, at: now });
    } else {
      const at = releaseBy(of, window);
      if (at === null || at > now) return;
      await this.override(of, id, who, now);
      await releaseGrades(this.cast.world.db, { evaluationId: id, by: who.id, at: now });
    }
    await this.cast.world.door.nudgeEvaluation(id);
  }

  private async override(of: { seed: number; cycle: string }, evaluationId: string, { id: decidedBy }: Colleague, at: Date): Promise<void> {
    const { db } = this.cast.world;
    for (const { supplierId, supplierCode, grade } of await scoresToReview(db, evaluationId)) {
      const to = overrideOf(of, supplierCode, grade);
      if (to === null) continue;
      await db.transaction((tx) =>
        overrideScore(tx, { evaluationId, supplierId, origin: 'review', to: { grade: to }, reason: 'What was agreed with the supplier on these deliveries is not in the figures.', decidedBy, at }),
      );
    }
  }

  private async appeal({ evaluationId, supplierId, cycle, contactId }: Contested & { contactId: string }, now: Date): Promise<void> {
    const { db, settings } = this.cast.world;
    const id = commandIdOf('rehearsal', evaluationId, supplierId, `appeal ${cycle}`);
    const text = 'Two of these deliveries were moved at your own request. Please look at them again.';
    await fileAppeal({ db, settings }, { id, evaluationId, supplierId, text, fileIds: [], channel: 'portal', submittedBy: contactId, submittedAt: now });
  }

  /** Nobody who had a hand in the grade; where there is nobody else the appeal lapses, as it would. */
  private async decide({ id, evaluationId, supplierId }: Contested & { id: string }, end: AppealEnd, people: readonly Colleague[], at: Date): Promise<void> {
    const { db, door, settings } = this.cast.world;
    const who = whoMay(people, 'appeals:decide', await handsInScore(db, evaluationId, supplierId));
    if (!who) return;
    const to = end.decision === 'upheld' && end.to !== 'recompute' ? { grade: end.to } : null;
    const reason = end.decision === 'upheld' ? 'The documents show it.' : 'The deliveries were late by the agreed dates.';
    const verdict = { id, status: end.decision, to, reason, by: who.id, hands: [who.id, ...(await sameHand(db, who.id))], at };
    await decideAppealOf({ db, settings }, verdict).catch((error: unknown) => {
      // The score may have been restated meanwhile.
      if (!(error instanceof Refusal)) throw error;
    });
    await door.nudgeEvaluation(evaluationId);
  }

  private of({ cycle }: { cycle: string }): { seed: number; cycle: string } {
    return { seed: this.cast.seed, cycle };
  }

  private window(what: string, now: Date, until: Date | null): { since: Date; until: Date | null } {
    return { since: this.cast.seen.of(what, now), until };
  }
}
