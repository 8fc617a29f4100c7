import type { Answer } from '#domain/questionnaire/answers.js';
import { LONGEST_TEXT } from '#domain/rectification/commands.js';
import type { Speak } from '#messaging/catalogs/speak.js';
import type { FileSummary } from '#persistence/files/files.js';
import type { Html } from '../html.js';

/** One field of a form. */
export interface OfferedField {
  readonly name: string;
  readonly kind: 'text' | 'number';
  /** Its words where the catalogs have none for its form and name. */
  readonly label?: string;
  readonly required: boolean;
  /** Characters of a text, or the greatest number. */
  readonly most: number;
  readonly least: number;
}

/** A form as its command's body. */
export type FormBody = Readonly<Record<string, string | number | readonly string[] | Readonly<Record<string, Answer>>>>;

/** What is wrong with a field. */
export interface FieldFault {
  readonly field: OfferedField;
  readonly code: 'empty' | 'long' | 'number' | 'figure' | 'date' | 'dates' | 'noFile' | 'tick' | 'blanks';
}

/** A form as its command takes it, or what is wrong with it. */
export type ReadForm = { readonly body: FormBody } | { readonly faults: readonly FieldFault[] };

/** A form that the page offers: a command, or a message. */
export interface Offer {
  readonly form: string;
  readonly fields: readonly OfferedField[];
  readonly takesFiles: boolean;
  /** How it shows and reads itself, where its fields alone do not say it. */
  readonly own?: OwnForm;
}

/** A form that is more than its fields, such as a questionnaire. */
export interface OwnForm {
  /** Fields that take files, each for itself. */
  readonly fileFields: readonly string[];
  part(shown: OwnFormShown, say: Speak): Html;
  /** `files`: ids by field. */
  read(typed: Readonly<Record<string, string>>, files: ReadonlyMap<string, readonly string[]>): ReadForm;
}

/** What a form of its own shows of its draft. */
export interface OwnFormShown {
  readonly form: string;
  /** What was typed; null: nothing was kept yet. */
  readonly typed: Readonly<Record<string, string>> | null;
  readonly files: ReadonlyMap<string, readonly FileSummary[]>;
  /** What is wrong, by field. */
  readonly faults: ReadonlyMap<string, string>;
  hrefOf(file: FileSummary): string;
}

/** The form that is no command: what is written there joins the conversation and moves nothing. */
export const MESSAGE: Offer = { form: 'message', takesFiles: true, fields: [{ name: 'text', kind: 'text', required: true, most: LONGEST_TEXT, least: 1 }] };
