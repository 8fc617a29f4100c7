/** A text that depends on a number: one form per plural category of its language (Unicode CLDR); `other` always stands. */
export interface PluralMessage {
  readonly one?: string;
  readonly few?: string;
  readonly many?: string;
  readonly other: string;
}

/** A text with `{placeholders}`; a plural form is chosen by the placeholder `{count}`. */
export type Message = string | PluralMessage;
