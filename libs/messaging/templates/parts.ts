import { USUAL_EXTENSION } from '#domain/rectification/arc.js';
import { keywords } from '../inbound/keywords.js';
import type { Context, Fact, Reader, Step } from './letter.js';

const readers: readonly string[] = ['supplier', 'escalationContact', 'owner', 'quality', 'manager'] satisfies Reader[];
const steps: readonly string[] = [
  'opened',
  'containing',
  'containmentReview',
  'findingCause',
  'causeReview',
  'planning',
  'planReview',
  'implementing',
  'verifying',
  'effectivenessReview',
  'extension',
] satisfies Step[];

/** Who reads this mail, from `params.to`. @throws Error when it names nobody */
export function reader({ input }: Context): Reader {
  const to = input.params['to'] ?? 'supplier';
  if (readers.includes(String(to))) return to as Reader;
  throw new Error(`${input.template} is for nobody known: ${to}`);
}

/** The step this mail is about, from `params.stage`. @throws Error when it names none */
export function step({ input }: Context): Step {
  const stage = input.params['stage'];
  if (steps.includes(String(stage))) return stage as Step;
  throw new Error(`${input.template} is about no known step: ${stage}`);
}

/** The name of a step in the reader's language. */
export function stepName({ say }: Context, of: Step): string {
  return say(`step.${of}`);
}

/** The values that subjects and sentences are filled with. */
export function values({ input, due }: Context): Record<string, string> {
  return { case: input.caseNumber, supplier: input.supplierName, title: oneLine(input.title), due };
}

/** A number of business days in words, from `params.businessDays`. */
export function extraDays({ input, say }: Context): string {
  return say('businessDays', { count: input.params['businessDays'] ?? 0 });
}

/** The facts of the case that every mail about it shows. */
export function caseFacts({ input, say, due }: Context): Fact[] {
  return [
    { label: say('fact.case'), value: input.caseNumber },
    { label: say('fact.supplier'), value: input.supplierName },
    { label: say('fact.title'), value: input.title },
    ...(input.description.trim() ? [{ label: say('fact.description'), value: input.description.trim() }] : []),
    ...(input.dueAt ? [{ label: say('fact.due'), value: due }] : []),
  ];
}

/** What people wrote, under the given heading; nothing when they wrote nothing. */
export function quoted({ input, say }: Context, heading: 'reason' | 'containment' | 'rootCause' | 'plan' | 'evidence' | 'comment'): { quote?: Fact } {
  const text = input.text?.trim();
  return text ? { quote: { label: say(`quote.${heading}`), value: text } } : {};
}

/** The link to the case, for staff: suppliers answer by mail. */
export function caseLink({ input, say }: Context): { link: Fact } {
  return { link: { label: say('link.case'), value: input.caseUrl } };
}

/** How the supplier answers this step by replying. */
export function answers({ input, say }: Context, to: Step): string[] {
  const words = keywords[input.language];
  const days = Number(input.params['extendable'] ?? USUAL_EXTENSION);
  const asking = { keyword: `${words.extension} ${days}`, days: say('businessDays', { count: days }) };
  const more = days > 0 ? [say('answer.extension', asking)] : [];
  const later = days > 0 ? [say('answer.extensionLater', asking)] : [];
  switch (to) {
    case 'opened':
      // A reply confirms receipt, so that more time would be for the step after it: of a full case the containment.
      return [say('answer.acknowledge'), say('answer.planAlready', { keyword: words.plan }), ...(input.params['arc'] === 'full' ? later : more)];
    case 'containing':
      return [say('answer.containment', { keyword: words.containment }), say('answer.files'), say('answer.allAtOnce', { keyword: words.plan }), ...later, say('answer.other')];
    case 'findingCause':
      return [say('answer.rootCause', { keyword: words.rootCause }), say('answer.files'), ...more, say('answer.other')];
    case 'planning':
      return [say('answer.plan', { keyword: words.plan }), say('answer.files'), ...more, say('answer.other')];
    case 'implementing':
      return [say('answer.evidence', { keyword: words.evidence }), say('answer.files'), ...more, say('answer.other')];
    default:
      return [];
  }
}

/** The last line of a mail to suppliers, or to staff. */
export function footer({ input, say }: Context, side: 'supplier' | 'staff'): string {
  return say(`footer.${side}`, { case: input.caseNumber });
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
