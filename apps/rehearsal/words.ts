import { compareOutcomes, decisionsOf, type Happening, type Outcome, type RehearsalResult } from '#domain/rehearsal/story.js';

const inCategory = ({ category }: { category: string | null }) => (category === null ? '' : ` in ${category}`);
const severities = (severity: string | null) => (severity ? `${severity} ` : '');

/** What happened, in one sentence; null for what is only counted. */
export function tell(happening: Happening): string | null {
  switch (happening.kind) {
    case 'published': {
      const { grades, gradedC } = happening;
      const named = gradedC.length > 4 ? `${gradedC.slice(0, 3).join(', ')} and ${gradedC.length - 3} more` : gradedC.join(', ');
      return `grades of ${periodOf(happening)}: ${gradesInWords(grades)}${named ? `; C: ${named}` : ''}`;
    }
    case 'restated':
      return happening.before === happening.after ? null : `${happening.supplier}: late facts restate ${happening.periodEnd.slice(0, 7)} from ${happening.before} to ${happening.after}`;
    case 'alertRaised':
      return `${happening.supplier}: alert ${happening.rule}${inCategory(happening)} (${happening.severity}), for ${happening.raisedFor}`;
    case 'alertClosed':
      return `${happening.supplier}: alert ${happening.rule}${inCategory(happening)} of ${happening.raisedFor} closed, ${happening.because}`;
    case 'case':
      return tellCase(happening);
    case 'onboarding':
      return tellOnboarding(happening);
    case 'phaseOut':
      return tellPhaseOut(happening);
    case 'proposed':
      return `${happening.supplier}: ${happening.what} is proposed (${happening.reason})`;
    case 'decided':
      return `${happening.supplier}: ${happening.what} is ${happening.decision}`;
    case 'rated':
      return `ratings of ${periodOf(happening)}: ${happening.answered} of ${counted(happening.asked, 'rater')} ${happening.answered === 1 ? 'has' : 'have'} answered`;
    case 'calibrated':
      return `ratings of ${periodOf(happening)}: the ${happening.use} means count, ${happening.byDeadline ? 'as nobody confirmed the calibration' : 'as a manager says'}`;
    case 'overridden':
      return `${happening.supplier}: a reviewer overrides ${happening.before} by ${happening.after}`;
    case 'released':
      return `grades of ${periodOf(happening)}: released ${happening.byDeadline ? 'by the deadline of the review' : 'by a reviewer'}`;
    case 'appealed':
      return `${happening.supplier}: appeals against the grade of ${periodOf(happening)}`;
    case 'appealEnded':
      return `${happening.supplier}: the appeal is ${happening.decision}${happening.decision === 'upheld' ? `; the grade of ${periodOf(happening)} is ${happening.grade}` : ''}`;
    case 'mailed':
      return `mails: ${happening.mails} ${happening.template}${whom(happening)}`;
  }
}

function periodOf({ periodStart, periodEnd }: { periodStart: string; periodEnd: string }): string {
  return `${periodStart} to ${periodEnd}`;
}

function whom({ mails, toSuppliers }: { mails: number; toSuppliers: number }): string {
  if (toSuppliers === 0) return ', to our own people';
  return toSuppliers === mails ? ', to suppliers' : `, ${toSuppliers} of them to suppliers`;
}

function tellCase({ supplier, event, severity, data }: Extract<Happening, { kind: 'case' }>): string | null {
  switch (event) {
    case 'opened':
      return `${supplier}: ${severities(severity)}rectification opened`;
    case 'escalated':
      return `${supplier}: overdue, ${data['rung'] === 0 ? `told again: ${String(data['to'])}` : `climbs to ${String(data['to'])}`}`;
    case 'closedEffective':
      return `${supplier}: rectification closed, effective`;
    case 'failed':
      return `${supplier}: rectification failed in ${String(data['stage'])}`;
    case 'cancelled':
      return `${supplier}: rectification cancelled`;
    case 'planReturned':
      return `${supplier}: plan returned`;
    case 'evidenceReturned':
      return `${supplier}: evidence returned, not effective`;
    case 'extensionRequested':
      return `${supplier}: asks for ${counted(Number(data['businessDays']), 'more business day')}`;
    default:
      return null;
  }
}

function tellOnboarding({ supplier, event, data }: Extract<Happening, { kind: 'onboarding' | 'phaseOut' }>): string | null {
  const said = {
    opened: 'is invited',
    questionnaireAnswered: `has answered the questionnaire, ${String(data['score'])} points`,
    informationRequested: 'is asked for more information',
    segmented: `is placed: ${String(data['segment'])}`,
    audited: `audit on site ${String(data['result'])}`,
    contractAgreed: 'contract agreed, the trial begins',
    trialProlonged: 'trial prolonged: too few deliveries for a grade',
    trialJudged: `trial evaluated: grade ${String(data['grade'])}`,
    requalified: 'is qualified again',
    activated: 'is active',
    rejected: 'is rejected',
    withdrawn: 'does not come in: withdrawn',
    expired: 'has never answered: the invitation has expired',
  };
  return event in said ? `${supplier}: ${said[event as keyof typeof said]}` : null;
}

function tellPhaseOut({ supplier, event, data }: Extract<Happening, { kind: 'onboarding' | 'phaseOut' }>): string | null {
  const said = {
    opened: 'phase-out begun',
    backupChosen: `backup chosen for ${String(data['category'])}`,
    backupLost: `backup lost for ${String(data['category'])}`,
    noticeGiven: `notice given, to ${String(data['endsOn'])}`,
    shareMoved: `${String(data['moved'])} percent of its orders have moved`,
    stepHeld: 'a step is held: a source is missing',
    drainingBegun: 'nothing new is ordered',
    openOrdersWaived: 'goes on despite open orders',
    settled: 'settled, access revoked',
    closed: 'phased out',
    rejected: 'phase-out rejected',
    aborted: 'phase-out aborted, all undone',
    cancelled: 'phase-out withdrawn',
  };
  return event in said ? `${supplier}: ${said[event as keyof typeof said]}` : null;
}

/** The end of a rehearsal: what a policy came to, or two beside each other with the suppliers whom it concerns. */
export function tellEnd({ from, to, seed, outcomes, gradesThatDiffer, suppliersThatDiffer, took }: RehearsalResult): string[] {
  const [first, second] = outcomes;
  if (!first) return [];
  const head = [`Rehearsed ${from} to ${to} with seed ${seed} in ${(took / 1000).toFixed(0)} s. Nobody got mail; nothing is kept.`, ''];
  if (!second) return [...head, ...tellOutcome(first)];
  return [...head, ...tellFigures(first, second), '', ...tellGrades(gradesThatDiffer), '', ...tellSuppliers(suppliersThatDiffer)];
}

function tellFigures(first: Outcome, second: Outcome): string[] {
  const figures = compareOutcomes(first, second);
  const width = Math.max(...figures.map(({ figure }) => figure.length));
  return [
    `first:  ${named(first)}`,
    `second: ${named(second)}`,
    '',
    `${''.padEnd(width)}     first    second     (* differs)`,
    ...figures.map(({ figure, values }) => `${figure.padEnd(width)}  ${String(values[0]).padStart(8)}  ${String(values[1]).padStart(8)}${values[0] === values[1] ? '' : '  *'}`),
  ];
}

function tellGrades(differences: RehearsalResult['gradesThatDiffer']): string[] {
  if (differences.length === 0) return ['No official grade differs.'];
  return [
    `${counted(differences.length, 'official grade')} ${differences.length === 1 ? 'differs' : 'differ'}:`,
    ...differences.map(({ supplier, grades, ...period }) => `  ${periodOf(period)}  ${supplier}: ${grades[0]} under the first, ${grades[1]} under the second`),
  ];
}

function tellSuppliers(differences: RehearsalResult['suppliersThatDiffer']): string[] {
  if (differences.length === 0) return ['Alerts, rectifications and proposals befall the same suppliers.'];
  const words = { alert: 'alerts', rectification: 'rectifications opened', failed: 'rectifications failed', proposal: 'proposals of', phaseOut: 'phase-outs' };
  return [
    'Alerts, rectifications and proposals that differ:',
    ...differences.map(({ supplier, what, name, counts }) => `  ${supplier}: ${words[what]}${name ? ` ${name}` : ''}: ${counts[0]} under the first, ${counts[1]} under the second`),
  ];
}

function named({ policy: { version, name } }: Outcome): string {
  return version === null ? name : `${name} (version ${version})`;
}

/** Every line stands for a question that a manager asks of a policy. */
function tellOutcome(outcome: Outcome): string[] {
  const { suppliers, manners, monitoringRuns, evaluations, restated, alerts, mails, cases, onboardings, phaseOuts, decidedProposals, consequences, appeals, ratings, work } = outcome;
  return [
    `${named(outcome)}: ${counted(suppliers, 'supplier')}, ${counted(monitoringRuns, 'daily monitoring run')}, ${counted(evaluations.length, 'evaluation cycle')}`,
    '',
    `Grades (N: not enough data)${evaluations.length === 0 ? ': no cycle fell due' : ''}`,
    ...evaluations.map(({ grades, publishedOn, closedOn, ...period }) => `  ${periodOf(period)}  ${gradesInWords(grades)}  (published ${publishedOn ?? 'never'}, closed ${closedOn ?? 'never'})`),
    `  scores restated later: ${restated}; appeals: ${appeals.filed}, of which ${appeals.upheld} upheld, ${appeals.rejected} rejected, ${appeals.undecided} not decided in time`,
    `  ratings: ${ratings.answered} of ${counted(ratings.asked, 'form')} sent in`,
    `Alerts: ${alerts.raised} raised, ${alerts.closed} closed again`,
    ...lines(alerts.byRule),
    `Rectifications: ${cases.opened} opened; ${cases.effective} closed effective, ${cases.failed} failed, ${cases.cancelled} cancelled, ${cases.open} still open at the end`,
    `  on the way: ${counted(cases.reminders, 'reminder')}, ${counted(cases.escalations, 'escalation')}, more time asked for ${counted(cases.extensions, 'time')}`,
    `  their suppliers, as the seed casts them: ${manners.prompt} answer in time, ${manners.late} late, ${manners.silent} hardly ever`,
    `Onboardings: ${onboardings.opened} invited; ${onboardings.active} active, ${onboardings.rejected} rejected, ${onboardings.expired} never answered, ${onboardings.open} still under way`,
    `Phase-outs: ${phaseOuts.opened} begun; ${phaseOuts.phasedOut} ended, ${phaseOuts.rejected} rejected, ${phaseOuts.aborted} aborted, ${phaseOuts.open} still under way; ${counted(phaseOuts.steps, 'step')} in which a share moved`,
    `Proposals: ${decidedProposals.reduce((total, { accepted, dismissed, open }) => total + accepted + dismissed + open, 0)}`,
    ...decidedProposals.map(({ what, accepted, dismissed, open }) => `  ${what}: ${accepted} accepted, ${dismissed} dismissed, ${open} still open`),
    `Consequences in force by then: ${sum(consequences)}`,
    ...lines(consequences),
    `Mails: ${mails.sent}, ${mails.toSuppliers} of them to suppliers; ${mails.withoutCase} ${mails.withoutCase === 1 ? 'belongs' : 'belong'} to no rectification`,
    ...lines(mails.byTemplate),
    `Work for our own people: ${counted(decisionsOf(work), 'decision')} (rectifications ${work.cases}, cycles ${work.cycles}, appeals ${work.appeals}, proposals ${work.proposals}) and ${counted(work.ratings, 'form')} of raters`,
  ];
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function lines(counts: Readonly<Record<string, number>>): string[] {
  return Object.entries(counts).map(([name, count]) => `  ${name}: ${count}`);
}

function gradesInWords(grades: Outcome['evaluations'][number]['grades']): string {
  return (['A', 'B', 'C', 'N'] as const).map((grade) => `${grade} ${grades[grade]}`).join(', ');
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
