import { speak, type Language } from '../catalogs/speak.js';
import { writtenDay, writtenEnds, writtenInstant } from '../templates/dates.js';
import type { Fact, Letter } from '../templates/letter.js';

/** What a manager is asked of a cycle. */
export interface CycleTask {
  readonly task: 'calibration' | 'review' | 'appeals';
  /** Asked before, and due today. */
  readonly reminder: boolean;
  readonly language: Language;
  /** `YYYY-MM-DD`, both inclusive. */
  readonly periodStart: string;
  readonly periodEnd: string;
  /** ISO instant; what happens then by itself stands in the mail. */
  readonly dueAt: string;
  /** IANA zone in which it is counted. */
  readonly timeZone: string;
  /** Suppliers of the cycle, and how many have which grade; absent while there are none. */
  readonly suppliers: number;
  readonly grades?: { readonly A: number; readonly B: number; readonly C: number; readonly N: number };
  /** Appeals that wait; only with that task. */
  readonly openAppeals?: number;
  readonly url: string;
}

/** To a manager: what of a cycle waits for a person, until when, and what happens if nobody does it. */
export function cycleTask(input: CycleTask): Letter {
  const { task, reminder, language, dueAt, timeZone, grades, openAppeals } = input;
  const say = speak(language);
  const { periodStart: start, periodEnd: end } = writtenEnds(input, language);
  const period = { start, end };
  const due = writtenInstant(dueAt, timeZone, language, say);
  const subject = reminder ? 'cycle.subject.reminder' : 'cycle.subject';
  return {
    subject: say(subject, { what: say(`cycle.${task}.what`), ...period, due: writtenDay(dueAt, timeZone, language) }),
    paragraphs: [
      ...(reminder ? [say('cycle.reminder')] : []),
      say(`cycle.${task}.intro`, { ...period, count: openAppeals ?? 0 }),
      say(`cycle.${task}.otherwise`, { due }),
    ],
    facts: [
      { label: say('cycle.due'), value: due },
      { label: say('cycle.suppliers'), value: String(input.suppliers) },
      ...(grades ? (['A', 'B', 'C', 'N'] as const).map((grade): Fact => ({ label: say('cycle.grade', { grade }), value: String(grades[grade]) })) : []),
    ],
    link: { label: say('cycle.open'), value: input.url },
    footer: say('cycle.footer'),
  };
}
