import type { Language } from '../catalogs/speak.js';
import { letterOf } from '../render.js';
import { templateNames, type Letter, type MailInput, type Reader, type Step, type TemplateName } from '../templates/letter.js';
import { data, moments, NUMBER, SITE } from './data.js';
import type { MailExample } from './example.js';

type Params = MailInput['params'];

/** One of several forms that a mail has, by reader, rung or step. */
interface Form {
  readonly suffix: string;
  readonly to: Reader;
  readonly params?: Params;
}

const supplierOrOwner: readonly Form[] = [
  { suffix: 'supplier', to: 'supplier' },
  { suffix: 'owner', to: 'owner' },
];

/** Mails that read differently to different people; all others have one form. */
const forms: Partial<Record<TemplateName, readonly Form[]>> = {
  'rectification.closedEffective': supplierOrOwner,
  'rectification.watching': [...supplierOrOwner, { suffix: 'supplierAgain', to: 'supplier', params: { reopenable: 0 } }],
  'rectification.reopened': supplierOrOwner.map((form) => ({ ...form, params: { stage: 'containing' } })),
  'rectification.failed': supplierOrOwner,
  'rectification.failedAgain': supplierOrOwner,
  'rectification.reminder': [
    ...stepsOf('supplier', ['opened', 'containing', 'findingCause', 'planning', 'implementing']),
    ...stepsOf('owner', ['containmentReview', 'causeReview', 'planReview', 'extension']),
    ...stepsOf('quality', ['verifying', 'effectivenessReview']),
  ],
  'rectification.overdue': [
    { suffix: 'supplier', to: 'supplier', params: { rung: 0 } },
    { suffix: 'escalationContact', to: 'escalationContact', params: { rung: 1 } },
    { suffix: 'owner', to: 'owner', params: { rung: 2 } },
    { suffix: 'manager', to: 'manager', params: { rung: 3 } },
    { suffix: 'review', to: 'owner', params: { rung: 0, stage: 'planReview' } },
    { suffix: 'reviewManager', to: 'manager', params: { rung: 1, stage: 'planReview' } },
  ],
  'rectification.reassigned': [
    { suffix: 'supplier', to: 'supplier', params: { what: 'step' } },
    { suffix: 'step', to: 'quality', params: { what: 'step', stage: 'verifying' } },
    { suffix: 'owner', to: 'owner', params: { what: 'owner' } },
  ],
  'rectification.noContact': [
    { suffix: '', to: 'owner' },
    { suffix: 'ended', to: 'owner', params: { ended: 1 } },
  ],
  'rectification.planReceived': [
    { suffix: '', to: 'owner' },
    { suffix: 'withAll', to: 'owner', params: { carried: 'containment+rootCause' } },
  ],
};

/** To our people, of the mails with one form. */
const toStaff: Partial<Record<TemplateName, Reader>> = {
  'rectification.evidenceReceived': 'quality',
  'rectification.extensionRequested': 'owner',
  'rectification.containmentReceived': 'owner',
  'rectification.rootCauseReceived': 'owner',
  'rectification.effectivenessAsked': 'quality',
  'phaseOut.proposed': 'manager',
  'access.signInLink': 'owner',
};

/** Mails after which nothing has a date. */
const dateless: ReadonlySet<TemplateName> = new Set<TemplateName>([
  'rectification.closedEffective',
  'rectification.failed',
  'rectification.failedAgain',
  'rectification.merged',
  'rectification.cancelled',
  'phaseOut.proposed',
  'submission.returned',
  'access.signInLink',
]);

/** Mails that show a date and ask nobody for anything until then. */
const asksNothing: ReadonlySet<TemplateName> = new Set<TemplateName>(['rectification.watching']);

/** Whose text people wrote is a plan, evidence and the like; else it is a reason. */
const submissions: ReadonlySet<string> = new Set(['planReceived', 'evidenceReceived', 'containmentReceived', 'rootCauseReceived']);

/** Every mail that is made by `renderMail`: a new template is here by itself. */
export const caseMails: readonly MailExample[] = templateNames.flatMap((template) =>
  (forms[template] ?? [{ suffix: '', to: toStaff[template] ?? 'supplier' }]).map(({ suffix, to, params = {} }): MailExample => ({
    name: suffix === '' ? template : `${template}.${suffix}`,
    to: toSupplier({ to }) ? 'supplier' : 'staff',
    asks: !dateless.has(template) && !asksNothing.has(template),
    letter: (language) => caseLetter(template, { to, ...params }, language),
  })),
);

function caseLetter(template: TemplateName, params: Params, language: Language): Letter {
  const { supplier, reader, title, description, said, plan, timeZone } = data[language];
  const dated = !dateless.has(template);
  return letterOf({
    template,
    language,
    recipientName: reader,
    caseNumber: NUMBER,
    supplierName: supplier,
    title,
    description,
    dueAt: dated ? moments.dueAt : null,
    timeZone,
    text: submissions.has(template.split('.')[1] ?? '') ? plan : said,
    caseUrl: `${SITE}/cases/${NUMBER}`,
    ...(toSupplier(params) && template.startsWith('rectification.') && template !== 'rectification.noContact' ? { pageUrl: `${SITE}/portal/cases/example` } : {}),
    entry: { uid: `${NUMBER}-example@steward.example.com`, organizer: 'Steward <steward@example.com>', over: !dated && template.startsWith('rectification.') },
    params: { stage: 'planning', rung: 0, businessDays: 5, sequence: 1, at: moments.at, minutes: 15, days: 60, sample: 2, into: '7b31e5f0', arc: 'full', ...params },
  });
}

function toSupplier({ to }: Params): boolean {
  return to === 'supplier' || to === 'escalationContact';
}

function stepsOf(to: Reader, steps: readonly Step[]): Form[] {
  return steps.map((stage) => ({ suffix: stage, to, params: { stage } }));
}
