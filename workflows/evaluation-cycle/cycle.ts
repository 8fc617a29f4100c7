import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  ActivityFailure,
  CancellationScope,
  ChildWorkflowCancellationType,
  ChildWorkflowFailure,
  condition,
  continueAsNew,
  executeChild,
  isCancellation,
  log,
  ParentClosePolicy,
  proxyActivities,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';
import { isBeforePublication, type AbandonedStage, type EvaluationStage } from '#domain/evaluation/stages.js';
import { openings } from '../openings/contract.js';
import { activityOptions } from '../shared/options.js';
import { survey, type SurveyResult } from '../survey/contract.js';
import type { CycleStanding, EvaluationCycleActivities, ManagersTask, PublicationActivities, RatingActivities } from './activities.js';
import type { EvaluationCycleInput, EvaluationProgress } from './contract.js';
import { now } from '../shared/now.js';

const { beginCycle, readStanding, advance, decideForPeople, extendAppeals, tellManagers, abandonEvaluation } =
  proxyActivities<EvaluationCycleActivities>(activityOptions.score);
const { scoreChunk } = proxyActivities<EvaluationCycleActivities>(activityOptions.scoreChunk);
const { storeOpenings } = proxyActivities<EvaluationCycleActivities>(activityOptions.bulk);
const { prepareRatings, calibrateRatings, settleRatings } = proxyActivities<RatingActivities>(activityOptions.cyclePort);
const { appealsOf, lapseAppeals } = proxyActivities<PublicationActivities>(activityOptions.cyclePort);
const { sendScorecards, proposeConsequences } = proxyActivities<PublicationActivities>(activityOptions.bulk);

/** Chunks scored side by side: the database is the bound, not the workflow. */
const CHUNKS_AT_ONCE = 4;

/** A cycle at work. What counts is in its row; this remembers only what it has read there, and how far it has come. */
export class Cycle {
  private standing: CycleStanding | null = null;
  private size = { total: 0, chunks: 0 };
  private counts: { scored: number; opened: number };
  /** Decisions announced, and how many of them had been when the standing was read. */
  private announced = 0;
  private seen = 0;

  private readonly stages: Record<EvaluationStage, () => Promise<void>> = {
    collecting: () => this.unlessCancelled(() => this.collect()),
    calibrating: () => this.calibrate(),
    scoring: () => this.unlessCancelled(() => this.score()),
    review: () => this.review(),
    published: () => this.publish(),
    appeals: () => this.hearAppeals(),
    consequences: () => this.drawConsequences(),
    closed: () => Promise.resolve(),
  };

  constructor({ evaluationId, before }: EvaluationCycleInput) {
    this.evaluationId = evaluationId;
    this.counts = before ?? { scored: 0, opened: 0 };
  }

  private readonly evaluationId: string;
  /** When its survey closed, ISO: in virtual time a workflow's own clock stands while a child of it goes on. */
  private reached = '';

  progress(): EvaluationProgress {
    return { stage: this.standing?.stage ?? 'freezing', dueAt: this.standing?.dueAt ?? null, total: this.size.total, ...this.counts };
  }

  /** A person has decided something; what, is read when the stage asks for it. */
  hear(): void {
    this.announced += 1;
  }

  async begin(): Promise<void> {
    const { total, chunks } = await this.stand(() => beginCycle(this.about()));
    this.size = { total, chunks };
  }

  hasEnded(): boolean {
    const { stage } = this.current();
    return stage === 'closed' || stage === 'failed' || stage === 'cancelled';
  }

  async workOffStage(): Promise<void> {
    const { stage } = this.current();
    if (this.hasEnded() || stage === 'failed' || stage === 'cancelled') return;
    if (!this.isToBeCancelled()) await this.stages[stage]();
    if (this.isToBeCancelled()) return this.abandon('cancelled');
    await this.stand(() => advance({ ...this.about(), from: stage }));
  }

  /** What the rules refuse stays refused, and who stops the workflow means it: the period must not stay blocked by a cycle that cannot go on. */
  async giveUpAfter(error: unknown): Promise<void> {
    const cancelled = isCancellation(error);
    if (!cancelled && !(error instanceof ActivityFailure)) return;
    await CancellationScope.nonCancellable(() => this.abandon(cancelled ? 'cancelled' : 'failed'));
  }

  private async collect(): Promise<void> {
    const { surveyId } = await prepareRatings(this.about());
    if (surveyId === null) return;
    try {
      const closed: Partial<SurveyResult> = await executeChild(survey.workflowType, {
        workflowId: survey.workflowId(surveyId),
        taskQueue: survey.taskQueue,
        args: [{ surveyId }],
        cancellationType: ChildWorkflowCancellationType.WAIT_CANCELLATION_REQUESTED,
        staticSummary: 'Ratings of an evaluation',
      });
      this.reached = closed.closedAt ?? '';
    } catch (error) {
      if (isCancellation(error) || !(error instanceof ChildWorkflowFailure)) throw error;
      // Missing ratings do not stop a cycle: what there is counts.
      log.error('the survey of a cycle has failed', { surveyId });
    }
  }

  private async calibrate(): Promise<void> {
    const { suppliers } = await calibrateRatings(this.about());
    if (suppliers === 0) return;
    await this.askManagers('calibration', ({ ratingsUsed }) => ratingsUsed !== null);
    const { ratingsUsed } = await this.stand(() => decideForPeople({ ...this.about(), stage: 'calibrating' }));
    if (!this.isToBeCancelled()) await settleRatings({ ...this.about(), use: ratingsUsed ?? 'raw' });
  }

  private async score(): Promise<void> {
    this.counts = { ...this.counts, scored: 0 };
    await Promise.all(Array.from({ length: CHUNKS_AT_ONCE }, (_, first) => this.scoreEvery(first)));
  }

  private async scoreEvery(first: number): Promise<void> {
    for (let chunk = first; chunk < this.size.chunks; chunk += CHUNKS_AT_ONCE) {
      const { scored } = await scoreChunk({ ...this.about(), chunk });
      this.counts = { ...this.counts, scored: this.counts.scored + scored };
    }
  }

  private async review(): Promise<void> {
    await this.askManagers('review', ({ released }) => released);
    await this.stand(() => decideForPeople({ ...this.about(), stage: 'review' }));
  }

  private async publish(): Promise<void> {
    if (this.current().scorecards) await sendScorecards(this.about());
  }

  private async hearAppeals(): Promise<void> {
    const { appealsUntil } = this.current();
    if (appealsUntil !== null) await this.waitFor(appealsUntil, () => false);
    const { open, decideBy } = await appealsOf(this.about());
    if (open === 0 || decideBy === null) return;
    await this.stand(() => extendAppeals({ ...this.about(), until: decideBy }));
    await tellManagers({ ...this.about(), task: 'appeals', reminder: false });
    let waiting = open;
    while (waiting > 0 && (await this.waitForChange('appeals'))) waiting = (await appealsOf(this.about())).open;
    if (waiting > 0) await lapseAppeals(this.about());
  }

  private async drawConsequences(): Promise<void> {
    const { stored } = await storeOpenings(this.about());
    this.counts = { ...this.counts, opened: stored };
    if (stored > 0) await this.startOpenings();
    await proposeConsequences(this.about());
  }

  /** Abandoned: a cycle need not live as long as it takes to open hundreds of cases. */
  private async startOpenings(): Promise<void> {
    try {
      await startChild(openings.workflowType, {
        workflowId: openings.workflowId(this.evaluationId),
        taskQueue: openings.taskQueue,
        args: [{ batchId: this.evaluationId }],
        parentClosePolicy: ParentClosePolicy.ABANDON,
        staticSummary: 'Rectifications that an evaluation opens',
      });
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
  }

  /** Tells the managers what waits for them and waits until they have decided it, until it is due, or until the cycle is to be given up. */
  private async askManagers(task: ManagersTask, decided: (standing: CycleStanding) => boolean): Promise<void> {
    await tellManagers({ ...this.about(), task, reminder: false });
    for (;;) {
      const standing = await this.stand(() => readStanding(this.about()));
      if (decided(standing) || standing.cancelAsked || !(await this.waitForChange(task))) return;
    }
  }

  /** Until something is announced; reminds of the task on the way. False when the stage is due before. */
  private async waitForChange(task: ManagersTask): Promise<boolean> {
    const { dueAt, remindAt } = this.current();
    const announced = () => this.announced > this.seen;
    if (remindAt !== null && Date.parse(remindAt) > Date.now()) {
      if (await this.waitFor(remindAt, announced)) return this.take();
      await tellManagers({ ...this.about(), task, reminder: true });
    }
    return dueAt !== null && (await this.waitFor(dueAt, announced)) && this.take();
  }

  private take(): true {
    this.seen = this.announced;
    return true;
  }

  /** False when the instant came first. A history that grows long goes on in a new run, from the row. */
  private async waitFor(instant: string, woken: () => boolean): Promise<boolean> {
    const mustRenew = () => workflowInfo().continueAsNewSuggested;
    const left = Date.parse(instant) - Date.now();
    if (left <= 0) return woken();
    await condition(() => woken() || mustRenew(), left);
    if (mustRenew()) await continueAsNew<(input: EvaluationCycleInput) => Promise<EvaluationProgress>>({ evaluationId: this.evaluationId, before: this.counts });
    return woken();
  }

  /** Work that a cancellation interrupts: of what was begun nothing is published. */
  private async unlessCancelled(work: () => Promise<void>): Promise<void> {
    const scope = new CancellationScope();
    let done = false;
    const working = scope.run(work).finally(() => (done = true));
    working.catch(() => undefined);
    for (;;) {
      await condition(() => done || this.announced > this.seen);
      if (done) return working;
      await this.stand(() => readStanding(this.about()));
      if (this.isToBeCancelled()) break;
    }
    scope.cancel();
    await working.catch((error: unknown) => {
      if (!isCancellation(error)) throw error;
    });
  }

  private async abandon(as: AbandonedStage): Promise<void> {
    if (!this.standing || !isBeforePublication(this.standing.stage)) return;
    await abandonEvaluation({ ...this.about(), as });
    await this.stand(() => readStanding(this.about()));
  }

  private isToBeCancelled(): boolean {
    const { cancelAsked, stage } = this.current();
    return cancelAsked && isBeforePublication(stage);
  }

  private async stand<Seen extends CycleStanding>(look: () => Promise<Seen>): Promise<Seen> {
    this.take();
    const found = await look();
    this.standing = found;
    return found;
  }

  private current(): CycleStanding {
    if (!this.standing) throw new Error('the cycle has not begun');
    return this.standing;
  }

  private about(): { evaluationId: string; at: string } {
    const at = now();
    return { evaluationId: this.evaluationId, at: at > this.reached ? at : this.reached };
  }
}
