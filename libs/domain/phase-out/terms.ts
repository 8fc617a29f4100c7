import { z } from 'zod';

const businessDays = z.int().min(0).max(260);
const calendarDays = z.int().min(1).max(730);
const percent = z.number().min(0).max(100);

/** A step of the shift: by which part of the notice period how much of the share has gone, both in percent. */
const stepSchema = z.strictObject({ ofNotice: percent, moved: percent.min(1) });

/** The numbers of a phase-out as the policy sets them. A case keeps the terms it began with. */
export const phaseOutTermsSchema = z
  .strictObject({
    /** Business days for choosing the backups. */
    choose: businessDays.default(10),
    /** Business days for each approval. */
    approve: businessDays.default(3),
    /** Approvals needed, each by another person. */
    approvals: z.int().min(2).max(5).default(2),
    /** Calendar days of notice where no contract says otherwise. */
    noticeDays: z.int().min(0).max(1_095).default(90),
    /** When which part of the order share moves; the last step moves all of it, and from it on nothing new is ordered. */
    steps: z
      .array(stepSchema)
      .min(1)
      .max(12)
      .default([
        { ofNotice: 33, moved: 33 },
        { ofNotice: 66, moved: 66 },
        { ofNotice: 100, moved: 100 },
      ]),
    /** Largest order share, in percent, that a supplier may come to by a share moved to it. */
    shareCap: percent.default(70),
    /** Calendar days between two mails about a backup that is not active yet. */
    remindBackupEvery: calendarDays.default(14),
    /** Calendar days between two reminders of open orders. */
    remindOpenOrdersEvery: calendarDays.default(14),
    /** Calendar days after which the managers hear that orders are still open. */
    escalateOpenOrdersAfter: calendarDays.default(60),
    /** Business days for returns and handover. */
    handover: businessDays.default(20),
    /** Business days for the final settlement. */
    settle: businessDays.default(30),
    /** Reminders this many business days before a due date; 0 is the day itself. */
    remindBefore: z.array(businessDays).max(10).default([1, 0]),
    /** Rungs in business days after the due date: who owes the step, then the managers. */
    climbAfter: z.array(businessDays).min(1).max(2).default([0, 2]),
  })
  .superRefine(({ steps, climbAfter }, context) => {
    const fault = faultOfSteps(steps.map(({ ofNotice, moved }) => ({ at: ofNotice, moved })));
    if (fault) context.addIssue({ code: 'custom', path: ['steps'], message: fault });
    if ((climbAfter[1] ?? Infinity) < (climbAfter[0] ?? 0)) context.addIssue({ code: 'custom', path: ['climbAfter'], message: 'must rise from rung to rung' });
  });

/** See {@link phaseOutTermsSchema}. */
export type PhaseOutTerms = z.infer<typeof phaseOutTermsSchema>;

/** The terms of a policy that says nothing else. */
export const defaultPhaseOutTerms: PhaseOutTerms = phaseOutTermsSchema.parse({});

/** Why these steps are no plan: they follow each other in time, each moves more than the one before, the last one everything. */
export function faultOfSteps(steps: readonly { readonly at: number; readonly moved: number }[]): string | null {
  const rising = steps.every(({ at, moved }, index) => {
    const before = steps[index - 1];
    return before === undefined || (at > before.at && moved > before.moved) || (at === before.at && at === 0 && moved > before.moved);
  });
  if (!rising) return 'each step must be later than the one before, and move more';
  return steps.at(-1)?.moved === 100 ? null : 'the last step must move 100 percent';
}
