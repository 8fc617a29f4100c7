import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { gradeLetters } from '../evaluations/queries.js';
import type { Outcome } from './queries.js';

/** One figure under each policy. */
export interface Figure {
  readonly key: string;
  readonly label: string;
  readonly values: readonly number[];
}

const proposalKinds = ['phaseOut', 'cancelRectification', 'openRectification', 'consequence'] as const;
const consequenceKinds = ['orderShare', 'prepayment', 'paymentTerms', 'chargeback', 'liquidatedDamages', 'award', 'awardWithdrawn', 'preferredForNewProjects'] as const;

const decisions = ['accepted', 'dismissed', 'open'] as const;

/** The kind of a proposal in words; an unknown one by its own name. */
export function nameOfProposal(t: TFunction, kind: string): string {
  const known = proposalKinds.find((each) => each === kind);
  return known ? t(`proposals.${known}`) : kind;
}

/** The kind of a consequence in words; null for what is none. */
export function nameOfConsequence(t: TFunction, kind: string): string | null {
  const known = consequenceKinds.find((each) => each === kind);
  return known ? t(`consequenceName.${known}`) : null;
}

/** The figures of one or two outcomes: those that always say something, and the kinds that occurred. */
export function useFigures(): (outcomes: readonly Outcome[]) => Figure[] {
  const { t } = useTranslation();
  return (outcomes) => {
    const figure = (key: string, label: string, of: (outcome: Outcome) => number): Figure => ({ key, label, values: outcomes.map(of) });
    const kinds = (counts: (outcome: Outcome) => Readonly<Record<string, number>>) => [...new Set(outcomes.flatMap((outcome) => Object.keys(counts(outcome))))];
    return [
      figure('cycles', t('rehearsalFigure.cycles'), ({ evaluations }) => evaluations.length),
      ...gradeLetters.map((grade) => figure(`grade ${grade}`, t('rehearsalFigure.grades', { grade }), ({ evaluations }) => evaluations.reduce((sum, each) => sum + each.grades[grade], 0))),
      figure('restated', t('rehearsalFigure.restated'), ({ restated }) => restated),
      figure('raised', t('rehearsalFigure.raised'), ({ alerts }) => alerts.raised),
      figure('alertsClosed', t('rehearsalFigure.alertsClosed'), ({ alerts }) => alerts.closed),
      figure('mails', t('rehearsalFigure.mails'), ({ mails }) => mails.sent),
      figure('toSuppliers', t('rehearsalFigure.toSuppliers'), ({ mails }) => mails.toSuppliers),
      ...(['opened', 'reminders', 'escalations', 'extensions', 'effective', 'failed', 'cancelled', 'open'] as const).map((name) =>
        figure(name, t(`rehearsalFigure.${name}`), ({ cases }) => cases[name]),
      ),
      ...(['opened', 'active', 'rejected', 'expired', 'open'] as const).map((name) => figure(`onboardings ${name}`, t(`rehearsalFigure.onboardings.${name}`), ({ onboardings }) => onboardings[name])),
      ...(['opened', 'steps', 'phasedOut', 'rejected', 'aborted', 'open'] as const).map((name) => figure(`phaseOuts ${name}`, t(`rehearsalFigure.phaseOuts.${name}`), ({ phaseOuts }) => phaseOuts[name])),
      ...(['filed', 'upheld', 'rejected', 'undecided'] as const).map((name) => figure(`appeals ${name}`, t(`rehearsalFigure.appeals.${name}`), ({ appeals }) => appeals[name])),
      figure('ratings asked', t('rehearsalFigure.ratingsAsked'), ({ ratings }) => ratings.asked),
      figure('ratings answered', t('rehearsalFigure.ratingsAnswered'), ({ ratings }) => ratings.answered),
      ...kinds(({ proposals }) => proposals).map((kind) => figure(`proposal ${kind}`, t('rehearsalFigure.proposal', { what: nameOfProposal(t, kind) }), ({ proposals }) => proposals[kind] ?? 0)),
      ...[...new Set(outcomes.flatMap(({ decidedProposals }) => decidedProposals.map(({ what }) => what)))].flatMap((what) =>
        decisions.map((decision) =>
          figure(`${decision} ${what}`, t(`rehearsalFigure.proposals.${decision}`, { what: nameOfConsequence(t, what) ?? nameOfProposal(t, what) }), ({ decidedProposals }) => decidedProposals.find((each) => each.what === what)?.[decision] ?? 0),
        ),
      ),
      ...kinds(({ consequences }) => consequences).map((kind) => figure(`consequence ${kind}`, t('rehearsalFigure.consequence', { what: nameOfConsequence(t, kind) ?? kind }), ({ consequences }) => consequences[kind] ?? 0)),
      ...(['cases', 'cycles', 'appeals', 'proposals', 'ratings'] as const).map((name) => figure(`work ${name}`, t(`rehearsalFigure.work.${name}`), ({ work }) => work[name])),
    ];
  };
}
