type TextName = 'text' | 'comment' | 'reason' | 'containment' | 'rootCause' | 'nonDetection' | 'tooling' | 'documents' | 'knowledge';

/** Choices that say all by their name. */
export const plainOptions = ['passed', 'failed', 'done', 'notApplicable'] as const;
type Plain = (typeof plainOptions)[number];

/** One field of a command's form; `name` is the body's property. */
export type CommandField =
  | { readonly kind: 'text'; readonly name: TextName; readonly required: boolean | 'whenIneffective' }
  | { readonly kind: 'days'; readonly name: 'businessDays'; readonly most: number }
  /** The draft holds the ids of stored files, one a line. */
  | { readonly kind: 'files'; readonly name: 'files' }
  | { readonly kind: 'choice'; readonly name: 'result' | 'decision' | 'what'; readonly options: readonly ('effective' | 'ineffective' | 'grant' | 'refuse' | 'owner' | 'step' | Plain)[] }
  | { readonly kind: 'number'; readonly name: 'share' | 'expectedSpend'; readonly required: boolean; readonly least: number; readonly most: number }
  /** A category of the supplier that is phased out. */
  | { readonly kind: 'category'; readonly name: 'category' }
  /** The draft holds the id of another supplier. */
  | { readonly kind: 'supplier'; readonly name: 'supplierId' | 'of' }
  /** One of the backups that are chosen for the category of the draft. */
  | { readonly kind: 'backup'; readonly name: 'supplierId' }
  | { readonly kind: 'item'; readonly name: 'item' }
  /** The draft holds a step a line: days after the notice and percent moved. */
  | { readonly kind: 'steps'; readonly name: 'steps' }
  /** The draft holds the answers to the questions of segmentation as JSON. */
  | { readonly kind: 'answers'; readonly name: 'answers' }
  /** The draft holds the id of a colleague or of a contact. */
  | { readonly kind: 'person'; readonly name: 'to' }
  /** The draft holds the id of somebody who may approve suppliers. */
  | { readonly kind: 'approver'; readonly name: 'to' }
  /** The draft holds the answers to the questionnaire of an onboarding as JSON. */
  | { readonly kind: 'questionnaire'; readonly name: 'answers' }
  /** The draft holds the version of the agreement that the supplier accepts; empty: it does not yet. */
  | { readonly kind: 'agreement'; readonly name: 'agreement'; readonly required: boolean }
  /** One line; one that is not required in itself is needed with the agreement. */
  | { readonly kind: 'line'; readonly name: 'signatory'; readonly required: boolean }
  /** The draft holds what an audit has found as JSON. */
  | { readonly kind: 'findings'; readonly name: 'findings' }
  /** The draft holds what becomes a fact of the contract as JSON. */
  | { readonly kind: 'contract'; readonly name: 'contract' }
  /** The draft holds the id of another case. */
  | { readonly kind: 'twin'; readonly name: 'into' };

/** The form of a command: its fields, how it looks, and whether it is confirmed before it is sent. */
export interface CommandForm {
  readonly fields: readonly CommandField[];
  /** `main`: moves the case on; `other`: beside the arc; `end`: ends it. */
  readonly weight: 'main' | 'other' | 'end';
  /** A decision that others are told of at once and that nobody can take back. */
  readonly confirm: boolean;
}

const text = (name: TextName, required: boolean | 'whenIneffective'): CommandField => ({ kind: 'text', name, required });

/** The forms by the last segment of the command's route, in the order in which they are offered. */
export const commandForms = {
  acknowledge: { fields: [text('text', false)], weight: 'main', confirm: false },
  'submit-containment': { fields: [text('text', true), { kind: 'files', name: 'files' }], weight: 'main', confirm: false },
  'submit-root-cause': { fields: [text('text', true), text('nonDetection', false), text('containment', false), { kind: 'files', name: 'files' }], weight: 'main', confirm: false },
  'submit-plan': {
    fields: [text('containment', false), text('rootCause', false), text('nonDetection', false), text('text', true), { kind: 'files', name: 'files' }],
    weight: 'main',
    confirm: false,
  },
  'decide-extension': {
    fields: [{ kind: 'choice', name: 'decision', options: ['grant', 'refuse'] }, text('comment', false)],
    weight: 'main',
    confirm: true,
  },
  'accept-containment': { fields: [text('comment', false)], weight: 'main', confirm: true },
  'accept-root-cause': { fields: [text('comment', false)], weight: 'main', confirm: true },
  'accept-plan': { fields: [text('comment', false)], weight: 'main', confirm: true },
  'return-containment': { fields: [text('reason', true)], weight: 'other', confirm: true },
  'return-root-cause': { fields: [text('reason', true)], weight: 'other', confirm: true },
  'return-plan': { fields: [text('reason', true)], weight: 'other', confirm: true },
  'submit-evidence': { fields: [text('text', true), { kind: 'files', name: 'files' }], weight: 'main', confirm: false },
  verify: {
    fields: [{ kind: 'choice', name: 'result', options: ['effective', 'ineffective'] }, text('comment', 'whenIneffective')],
    weight: 'main',
    confirm: true,
  },
  'decide-effectiveness': {
    fields: [{ kind: 'choice', name: 'result', options: ['effective', 'ineffective'] }, text('comment', false)],
    weight: 'main',
    confirm: true,
  },
  reopen: { fields: [text('reason', true)], weight: 'other', confirm: true },
  'report-recurrence': { fields: [text('text', true)], weight: 'other', confirm: true },
  'request-extension': { fields: [{ kind: 'days', name: 'businessDays', most: 20 }, text('reason', true)], weight: 'other', confirm: false },
  comment: { fields: [text('text', true), { kind: 'files', name: 'files' }], weight: 'other', confirm: false },
  reassign: { fields: [{ kind: 'choice', name: 'what', options: ['owner', 'step'] }, { kind: 'person', name: 'to' }, text('reason', false)], weight: 'other', confirm: false },
  'revoke-links': { fields: [], weight: 'other', confirm: true },
  'merge-twin': { fields: [{ kind: 'twin', name: 'into' }, text('reason', false)], weight: 'end', confirm: true },
  'record-impact': { fields: [text('tooling', false), text('documents', false), text('knowledge', false), { kind: 'files', name: 'files' }], weight: 'other', confirm: false },
  'choose-backup': {
    fields: [{ kind: 'category', name: 'category' }, { kind: 'supplier', name: 'supplierId' }, { kind: 'number', name: 'share', required: false, least: 0.01, most: 100 }, text('comment', false)],
    weight: 'main',
    confirm: false,
  },
  'drop-backup': { fields: [{ kind: 'category', name: 'category' }, { kind: 'backup', name: 'supplierId' }, text('comment', false)], weight: 'other', confirm: false },
  'override-source': { fields: [{ kind: 'category', name: 'category' }, text('reason', true)], weight: 'other', confirm: true },
  'plan-shift': { fields: [{ kind: 'steps', name: 'steps' }, text('comment', false)], weight: 'other', confirm: false },
  'answer-questionnaire': {
    fields: [{ kind: 'questionnaire', name: 'answers' }, { kind: 'agreement', name: 'agreement', required: false }, { kind: 'line', name: 'signatory', required: false }, text('comment', false)],
    weight: 'other',
    confirm: false,
  },
  'accept-agreement': { fields: [{ kind: 'agreement', name: 'agreement', required: true }, { kind: 'line', name: 'signatory', required: true }, { kind: 'files', name: 'files' }], weight: 'other', confirm: false },
  'accept-documents': { fields: [text('comment', false)], weight: 'main', confirm: false },
  'waive-minimum': { fields: [text('reason', true)], weight: 'main', confirm: true },
  segment: {
    fields: [{ kind: 'answers', name: 'answers' }, { kind: 'number', name: 'expectedSpend', required: true, least: 0, most: 1e12 }, text('comment', false)],
    weight: 'main',
    confirm: false,
  },
  'record-audit': {
    fields: [{ kind: 'choice', name: 'result', options: ['passed', 'failed'] }, text('text', true), { kind: 'findings', name: 'findings' }, { kind: 'files', name: 'files' }],
    weight: 'main',
    confirm: false,
  },
  approve: { fields: [text('comment', false)], weight: 'main', confirm: true },
  'pass-approval': { fields: [{ kind: 'approver', name: 'to' }, text('comment', false)], weight: 'other', confirm: false },
  'agree-contract': { fields: [text('text', true), { kind: 'contract', name: 'contract' }, { kind: 'files', name: 'files' }], weight: 'main', confirm: false },
  'conclude-trial': { fields: [{ kind: 'choice', name: 'result', options: ['passed', 'failed'] }, text('text', true), { kind: 'files', name: 'files' }], weight: 'main', confirm: true },
  'look-again': { fields: [], weight: 'other', confirm: false },
  'waive-open-orders': { fields: [text('reason', true)], weight: 'other', confirm: true },
  'check-off': { fields: [{ kind: 'item', name: 'item' }, { kind: 'choice', name: 'result', options: ['done', 'notApplicable'] }, text('comment', false), { kind: 'files', name: 'files' }], weight: 'main', confirm: false },
  settle: { fields: [text('text', true), { kind: 'files', name: 'files' }], weight: 'main', confirm: true },
  'provide-information': { fields: [text('text', true), { kind: 'files', name: 'files' }], weight: 'other', confirm: false },
  'request-information': { fields: [text('text', true)], weight: 'other', confirm: false },
  'mark-duplicate': { fields: [{ kind: 'supplier', name: 'of' }, text('comment', false)], weight: 'end', confirm: true },
  withdraw: { fields: [text('reason', true)], weight: 'end', confirm: true },
  reject: { fields: [text('reason', true)], weight: 'end', confirm: true },
  abort: { fields: [text('reason', true)], weight: 'end', confirm: true },
  cancel: { fields: [text('reason', true)], weight: 'end', confirm: true },
} as const satisfies Record<string, CommandForm>;

/** See {@link commandForms}. */
export type CommandName = keyof typeof commandForms;

/** Texts and choices as typed so far, by field. */
export type Draft = Readonly<Record<string, string>>;

/** Why a field cannot be sent as it is. */
export type Lack = 'required' | 'days' | 'number' | 'steps' | 'contract';

/** What a form still lacks, by field. */
export function missingIn(form: CommandForm, draft: Draft): Record<string, Lack> {
  return Object.fromEntries(
    form.fields.flatMap((field) => {
      const lack = lackOf(field, draft, (draft[field.name] ?? '').trim());
      return lack ? [[field.name, lack]] : [];
    }),
  );
}

function lackOf(field: CommandField, draft: Draft, value: string): Lack | null {
  switch (field.kind) {
    case 'text':
      return value === '' && (field.required === 'whenIneffective' ? draft['result'] === 'ineffective' : field.required) ? 'required' : null;
    case 'days':
      return /^\d+$/.test(value) && Number(value) >= 1 && Number(value) <= field.most ? null : 'days';
    case 'number':
      if (value === '') return field.required ? 'number' : null;
      return Number(value) >= field.least && Number(value) <= field.most ? null : 'number';
    case 'steps': {
      const steps = stepsIn(value);
      return steps.at(-1)?.moved === 100 && steps.every(({ afterDays, moved }) => Number.isInteger(afterDays) && moved > 0) ? null : 'steps';
    }
    case 'line':
      return value === '' && (field.required || (draft['agreement'] ?? '') !== '') ? 'required' : null;
    case 'agreement':
      return value === '' && field.required ? 'required' : null;
    case 'contract':
      return value === '' || isWholeContract(JSON.parse(value) as Record<string, unknown>) ? null : 'contract';
    case 'findings':
      return value === '' || (JSON.parse(value) as { title: string }[]).every(({ title }) => title.trim() !== '') ? null : 'required';
    case 'files':
    case 'answers':
      return null;
    default:
      return value === '' ? 'required' : null;
  }
}

/** The request's body: empty texts are left out, and what is no text is as the API takes it. */
export function bodyOf(form: CommandForm, draft: Draft): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const field of form.fields) {
    const value = (draft[field.name] ?? '').trim();
    if (value !== '') body[field.name] = sent(field, value);
    else if (field.kind === 'answers') body[field.name] = {};
  }
  return body;
}

function sent({ kind }: CommandField, value: string): unknown {
  switch (kind) {
    case 'days':
    case 'number':
      return Number(value);
    case 'files':
      return value.split('\n');
    case 'steps':
      return stepsIn(value);
    case 'answers':
    case 'questionnaire':
    case 'findings':
    case 'contract':
      return JSON.parse(value);
    default:
      return value;
  }
}

function isWholeContract({ number, validFrom }: Readonly<Record<string, unknown>>): boolean {
  return typeof number === 'string' && number.trim() !== '' && typeof validFrom === 'string';
}

function stepsIn(value: string): { afterDays: number; moved: number }[] {
  return value
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [afterDays = NaN, moved = NaN] = line.trim().split(/[\s,;]+/).map(Number);
      return { afterDays, moved };
    });
}

/** What each part of the full 8D is asked for by, for the label of its text. */
export const labelOfText = {
  'submit-containment': 'field.containment',
  'submit-root-cause': 'field.rootCause',
  'submit-plan': 'field.plan',
  'submit-evidence': 'field.evidence',
  comment: 'field.remark',
  settle: 'field.settlement',
  'request-information': 'field.asked',
  'provide-information': 'field.information',
  'record-audit': 'field.auditText',
  'agree-contract': 'field.terms',
  'conclude-trial': 'field.evaluation',
} as const satisfies Partial<Record<CommandName, string>>;

/** What stands in a form when it is opened: what whoever asked for a supplier expects, and the agreement that it is about. */
export function begunDraft(name: CommandName, { onboarding }: { readonly onboarding: { readonly expected: { readonly spend: number | null }; readonly agreementAsked: string } | null }): Draft {
  if (name === 'segment' && onboarding && onboarding.expected.spend !== null) return { expectedSpend: String(onboarding.expected.spend) };
  return name === 'accept-agreement' && onboarding ? { agreement: onboarding.agreementAsked } : {};
}

/** The form without the parts that are behind the case, or that its arc does not have. */
export function formFor(name: CommandName, { stage, arc }: { readonly stage: string; readonly arc: 'full' | 'short' }): CommandForm {
  const form: CommandForm = commandForms[name];
  const open = arc === 'short' ? [] : stage === 'containing' ? ['containment', 'rootCause', 'nonDetection'] : stage === 'findingCause' ? ['rootCause', 'nonDetection'] : [];
  const parts: readonly string[] = ['containment', 'rootCause', 'nonDetection'];
  return { ...form, fields: form.fields.filter((field) => !parts.includes(field.name) || open.includes(field.name)) };
}

/** How a command weighs now: a backup is to be chosen only until every category has a source. */
export function weightOf(name: CommandName, { stage }: { readonly stage: string }): CommandForm['weight'] {
  return name === 'choose-backup' && stage !== 'choosingBackup' ? 'other' : commandForms[name].weight;
}

/** The commands that the API allows now and that have a form here, in the order of {@link commandForms}. */
export function offered(allowed: readonly string[]): CommandName[] {
  return (Object.keys(commandForms) as CommandName[]).filter((name) => allowed.includes(name));
}
