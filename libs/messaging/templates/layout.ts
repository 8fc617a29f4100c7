import Handlebars from 'handlebars';
import type { Language, Speak } from '../catalogs/speak.js';
import { localeOf } from '../catalogs/speak.js';
import { frame } from './layout-frame.js';
import type { Fact, Letter, Table } from './letter.js';

/** Once a process; what is put in is escaped, and what a letter lacks is an error. */
const handlebars = Handlebars.create();
handlebars.registerPartial('lines', '{{#each this}}{{this}}{{#unless @last}}<br>\n{{/unless}}{{/each}}');
const page = handlebars.compile(frame, { strict: true, assumeObjects: false });

/** The HTML part. Every value is escaped; a link is only ever the one that Steward made. */
export function htmlPart(letter: Letter, name: string, language: Language, say: Speak): string {
  return page({
    lang: localeOf(language),
    subject: letter.subject,
    preheader: letter.preheader ?? letter.paragraphs[0] ?? '',
    greeting: say('greeting', { name }),
    paragraphs: letter.paragraphs.map(linesOf),
    facts: (letter.facts ?? []).map(({ label, value }) => ({ label, lines: linesOf(value) })),
    table: letter.table ?? null,
    quote: letter.quote ? { label: letter.quote.label, lines: linesOf(letter.quote.value) } : null,
    answerHeading: say('answer.heading'),
    answers: letter.answers ?? [],
    link: letter.link ?? null,
    closing: linesOf(say('closing')),
    footer: letter.footer,
  });
}

/** The plain part, complete in itself. */
export function textPart(letter: Letter, name: string, say: Speak): string {
  const heading = (label: string) => say('layout.heading', { label });
  const blocks = [
    say('greeting', { name }),
    ...letter.paragraphs,
    (letter.facts ?? []).map((fact) => textFact(fact, say)).join('\n'),
    letter.table ? textTable(letter.table) : '',
    letter.quote ? `${heading(letter.quote.label)}\n${indented(letter.quote.value)}` : '',
    letter.answers?.length ? `${heading(say('answer.heading'))}\n${letter.answers.map((line) => `- ${line}`).join('\n')}` : '',
    letter.link ? `${heading(letter.link.label)}\n${letter.link.value}` : '',
    say('closing'),
    `-- \n${letter.footer}`,
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

/** Not in columns: letters are of different widths, and lines are broken by whoever shows them. */
function textTable({ head, rows }: Table): string {
  return [head.join(' | '), ...rows.map((row) => `- ${row.join(' | ')}`)].join('\n');
}

function textFact({ label, value }: Fact, say: Speak): string {
  return value.includes('\n') ? `${say('layout.heading', { label })}\n${indented(value)}` : say('layout.line', { label, value });
}

function indented(text: string): string {
  return linesOf(text).map((line) => `  ${line}`.trimEnd()).join('\n');
}

function linesOf(text: string): string[] {
  return text.split(/\r?\n/);
}
