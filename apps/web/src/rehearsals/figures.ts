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

/** The figures of one or two outcomes: those that always say something, and the kinds that occurred. */
export function useFigures(): (outcomes: readonly Outcome[]) => Figure[] {
  const { t } = useTranslation();
  return (outcomes) => {
    const figure = (key: string, label: string, of: (outcome: Outcome) => number): Figure => ({ key, label, values: outcomes.map(of) });
    const kinds = (counts: (outcome: Outcome) => Readonly<Record<string, number>>) => [...new Set(outcomes.flatMap((outcome) => Object.keys(counts(outcome))))];
    const proposal = (kind: string) => proposalKinds.find((each) => each === kind);
    const consequence = (kind: string) => consequenceKinds.find((each) => each === kind);
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
      ...kinds(({ proposals }) => proposals).map((kind) => {
        const known = proposal(kind);
        return figure(`proposal ${kind}`, t('rehearsalFigure.proposal', { what: known ? t(`proposals.${known}`) : kind }), ({ proposals }) => proposals[kind] ?? 0);
      }),
      ...kinds(({ consequences }) => consequences).map((kind) => {
        const known = consequence(kind);
        return figure(`consequence ${kind}`, t('rehearsalFigure.consequence', { what: known ? t(`consequenceName.${known}`) : kind }), ({ consequences }) => consequences[kind] ?? 0);
      }),
    ];
  };
}
