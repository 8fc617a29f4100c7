type TextName = 'text' | 'comment' | 'reason' | 'containment' | 'rootCause' | 'nonDetection';

/** One field of a command's form; `name` is the body's property. */
export type CommandField =
  | { readonly kind: 'text'; readonly name: TextName; readonly required: boolean | 'whenIneffective' }
  | { readonly kind: 'days'; readonly name: 'businessDays'; readonly most: number }
  /** The draft holds the ids of stored files, one a line. */
  | { readonly kind: 'files'; readonly name: 'files' }
  | { readonly kind: 'choice'; readonly name: 'result' | 'decision' | 'what'; readonly options: readonly ('effective' | 'ineffective' | 'grant' | 'refuse' | 'owner' | 'step')[] }
  /** The draft holds the id of a colleague or of a contact. */
  | { readonly kind: 'person'; readonly name: 'to' }
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
  'merge-twin': { fields: [{ kind: 'twin', name: 'into' }, text('reason', false)], weight: 'end', confirm: true },
  cancel: { fields: [text('reason', true)], weight: 'end', confirm: true },
} as const satisfies Record<string, CommandForm>;

/** See {@link commandForms}. */
export type CommandName = keyof typeof commandForms;

/** Texts and choices as typed so far, by field. */
export type Draft = Readonly<Record<string, string>>;

/** What a form still lacks, by field: `required` or `days`. */
export function missingIn(form: CommandForm, draft: Draft): Record<string, 'required' | 'days'> {
  const missing: Record<string, 'required' | 'days'> = {};
  for (const field of form.fields) {
    const value = (draft[field.name] ?? '').trim();
    if (field.kind === 'text' && value === '') {
      const required = field.required === 'whenIneffective' ? draft['result'] === 'ineffective' : field.required;
      if (required) missing[field.name] = 'required';
    }
    if (['choice', 'person', 'twin'].includes(field.kind) && value === '') missing[field.name] = 'required';
    if (field.kind === 'days' && !(/^\d+$/.test(value) && Number(value) >= 1 && Number(value) <= field.most)) missing[field.name] = 'days';
  }
  return missing;
}

/** The request's body: empty texts are left out, days are a number, files a list of ids. */
export function bodyOf(form: CommandForm, draft: Draft): Record<string, string | number | string[]> {
  const body: Record<string, string | number | string[]> = {};
  for (const field of form.fields) {
    const value = (draft[field.name] ?? '').trim();
    if (value !== '') body[field.name] = field.kind === 'days' ? Number(value) : field.kind === 'files' ? value.split('\n') : value;
  }
  return body;
}

/** What each part of the full 8D is asked for by, for the label of its text. */
export const labelOfText = {
  'submit-containment': 'field.containment',
  'submit-root-cause': 'field.rootCause',
  'submit-plan': 'field.plan',
  'submit-evidence': 'field.evidence',
  comment: 'field.remark',
} as const satisfies Partial<Record<CommandName, string>>;

/** The form without the parts that are behind the case, or that its arc does not have. */
export function formFor(name: CommandName, { stage, arc }: { readonly stage: string; readonly arc: 'full' | 'short' }): CommandForm {
  const form: CommandForm = commandForms[name];
  const open = arc === 'short' ? [] : stage === 'containing' ? ['containment', 'rootCause', 'nonDetection'] : stage === 'findingCause' ? ['rootCause', 'nonDetection'] : [];
  const parts: readonly string[] = ['containment', 'rootCause', 'nonDetection'];
  return { ...form, fields: form.fields.filter((field) => !parts.includes(field.name) || open.includes(field.name)) };
}

/** The commands that the API allows now and that have a form here, in the order of {@link commandForms}. */
export function offered(allowed: readonly string[]): CommandName[] {
  return (Object.keys(commandForms) as CommandName[]).filter((name) => allowed.includes(name));
}
