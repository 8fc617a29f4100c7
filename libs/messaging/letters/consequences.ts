import type { ConsequenceKind } from '#domain/consequences/rules.js';
import { speak, type Language } from '../catalogs/speak.js';
import { writtenDay, writtenEnds } from '../templates/dates.js';
import type { Letter } from '../templates/letter.js';

/** A consequence that was decided. Dates are `YYYY-MM-DD`. */
export interface ConsequenceTold {
  readonly supplierName: string;
  readonly kind: ConsequenceKind;
  readonly terms: Readonly<Record<string, string | number>>;
  readonly grade: string;
  readonly periods: number;
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly inForceFrom: string;
  /** null: until somebody ends it. */
  readonly inForceUntil: string | null;
  /** What the person who approved it had to say. */
  readonly comment: string | null;
}

/** To the supplier: what was decided, why, and how long it holds. */
export function consequenceLetter(told: ConsequenceTold, language: Language): Letter {
  const say = speak(language);
  const { supplierName: supplier, grade, periods } = told;
  const period = writtenEnds(told, language);
  const kind = say(`consequence.kind.${told.kind}`);
  const terms = Object.entries(told.terms).map(([name, value]) => `${name}: ${value}`);
  return {
    subject: say('consequence.subject', { kind, ...period }),
    paragraphs: [say('consequence.intro', { supplier, kind }), say('consequence.because', { grade, count: periods, ...period }), say('consequence.ask')],
    facts: [
      ...(terms.length > 0 ? [{ label: say('consequence.terms'), value: terms.join('\n') }] : []),
      { label: say('consequence.from'), value: day(told.inForceFrom, language) },
      { label: say('consequence.until'), value: told.inForceUntil === null ? say('consequence.open') : day(told.inForceUntil, language) },
    ],
    ...(told.comment === null ? {} : { quote: { label: say('consequence.comment'), value: told.comment } }),
    footer: say('consequence.footer'),
  };
}

/** To the supplier: something that was in force has been ended. */
export function consequenceEnded(told: Pick<ConsequenceTold, 'supplierName' | 'kind' | 'inForceFrom'> & { readonly reason: string }, language: Language): Letter {
  const say = speak(language);
  const kind = say(`consequence.kind.${told.kind}`);
  return {
    subject: say('consequence.endedSubject', { kind }),
    paragraphs: [say('consequence.ended', { kind, supplier: told.supplierName, from: day(told.inForceFrom, language) })],
    quote: { label: say('appeal.reason'), value: told.reason },
    footer: say('consequence.footer'),
  };
}

/** To the managers: how many proposals of an evaluation wait for them. */
export function consequencesAwait(of: { periodStart: string; periodEnd: string; count: number; url: string }, language: Language): Letter {
  const say = speak(language);
  const { count, url } = of;
  const period = writtenEnds(of, language);
  return {
    subject: say('consequence.awaitSubject', period),
    paragraphs: [say('consequence.await', { ...period, count })],
    link: { label: say('consequence.openWork'), value: url },
    footer: say('consequence.footer'),
  };
}

function day(date: string, language: Language): string {
  return writtenDay(`${date}T12:00:00Z`, 'UTC', language);
}
