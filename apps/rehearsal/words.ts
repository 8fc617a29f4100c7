import { compareOutcomes, type Happening, type Outcome, type RehearsalResult } from '#domain/rehearsal/story.js';

const severities = (severity: string | null) => (severity ? `${severity} ` : '');

/** What happened, in one sentence; null for what is only counted. */
export function tell(happening: Happening): string | null {
  switch (happening.kind) {
    case 'published': {
      const { periodStart, periodEnd, grades, gradedC } = happening;
      const named = gradedC.length > 4 ? `${gradedC.slice(0, 3).join(', ')} and ${gradedC.length - 3} more` : gradedC.join(', ');
      return `grades of ${periodStart} to ${periodEnd}: ${gradesInWords(grades)}${named ? `; C: ${named}` : ''}`;
    }
    case 'restated':
      return happening.before === happening.after ? null : `${happening.supplier}: late facts restate ${happening.periodEnd.slice(0, 7)} from ${happening.before} to ${happening.after}`;
    case 'alertRaised':
      return `${happening.supplier}: alert ${happening.rule} (${happening.severity}), for ${happening.raisedFor}`;
    case 'alertClosed':
      return `${happening.supplier}: alert ${happening.rule} of ${happening.raisedFor} closed, ${happening.because}`;
    case 'case':
      return tellCase(happening);
    case 'proposed':
      return `${happening.supplier}: ${happening.proposal} is proposed (${happening.reason})`;
    case 'decided':
      return `${happening.supplier}: ${happening.proposal} was ${happening.decision}`;
  }
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
      return `${supplier}: asks for ${String(data['businessDays'])} more business days`;
    default:
      return null;
  }
}

/** The end of a rehearsal: each policy's figures, beside each other where there are two. */
export function tellEnd({ from, to, seed, outcomes, gradesThatDiffer, took }: RehearsalResult): string[] {
  const [first, second] = outcomes;
  if (!first) return [];
  const lines = [`${from} to ${to}, seed ${seed}, played in ${(took / 1000).toFixed(0)} s`, ''];
  if (!second) return [...lines, ...tellOutcome(first)];
  const figures = compareOutcomes(first, second);
  const width = Math.max(...figures.map(({ figure }) => figure.length));
  return [
    ...lines,
    ...outcomes.flatMap((outcome, index) => [`${index === 0 ? 'first ' : 'second'}: ${outcome.policy.name}`]),
    '',
    `${''.padEnd(width)}     first    second`,
    ...figures.map(({ figure, values }) => `${figure.padEnd(width)}  ${String(values[0]).padStart(8)}  ${String(values[1]).padStart(8)}${values[0] === values[1] ? '' : '  *'}`),
    '',
    ...gradesThatDiffer.map(({ supplier, periodStart, periodEnd, grades }) => `${periodStart} to ${periodEnd}  ${supplier}: ${grades[0]} under the first, ${grades[1]} under the second`),
    gradesThatDiffer.length === 0 ? 'No official grade differs.' : `${gradesThatDiffer.length} official grades differ.`,
  ];
}

function tellOutcome({ policy, suppliers, manners, monitoringRuns, evaluations, restated, alerts, mails, cases, proposals, consequences }: Outcome): string[] {
  return [
    `${policy.name}: ${suppliers} suppliers, ${monitoringRuns} monitoring runs, ${evaluations.length} cycles`,
    ...evaluations.map(({ periodStart, periodEnd, grades, publishedOn }) => `  ${periodStart} to ${periodEnd}  ${gradesInWords(grades)}  (published ${publishedOn ?? 'never'})`),
    `  scores restated by late facts: ${restated}`,
    `  alerts: ${alerts.raised} raised, ${alerts.closed} closed${list(alerts.byRule)}`,
    `  mails: ${mails.sent}, ${mails.toSuppliers} of them to suppliers`,
    `  rectifications: ${cases.opened} opened; ${cases.reminders} reminders, ${cases.escalations} escalations, ${cases.extensions} extensions; ${cases.effective} effective, ${cases.failed} failed, ${cases.cancelled} cancelled, ${cases.open} still open`,
    `  their suppliers: ${manners.prompt} answer in time, ${manners.late} late, ${manners.silent} hardly ever`,
    `  proposals: ${sum(proposals)}${list(proposals)}; consequences: ${sum(consequences)}${list(consequences)}`,
  ];
}

function gradesInWords(grades: Outcome['evaluations'][number]['grades']): string {
  return (['A', 'B', 'C', 'N'] as const).map((grade) => `${grade} ${grades[grade]}`).join(', ');
}

function list(counts: Readonly<Record<string, number>>): string {
  const entries = Object.entries(counts);
  return entries.length === 0 ? '' : ` (${entries.map(([name, count]) => `${name} ${count}`).join(', ')})`;
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
