import Handlebars from 'handlebars';
import type { Language, Speak } from '../catalogs/speak.js';
import { localeOf } from '../catalogs/speak.js';
import type { Fact, Letter, Table } from './letter.js';

/** One column, system fonts, headings and lists that a screen reader names; no images, no tracking. */
const page = Handlebars.compile(
  `<!doctype html>
<html lang="{{lang}}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{{subject}}</title></head>
<body style="margin:0;padding:0;background:#f4f5f7;">
<div style="max-width:600px;margin:0 auto;padding:24px;background:#ffffff;color:#1a1b1e;font:16px/1.5 -apple-system,'Segoe UI',Roboto,'PingFang SC','Microsoft YaHei',Arial,sans-serif;">
<p>{{greeting}}</p>
{{#each paragraphs}}<p>{{>lines this}}</p>
{{/each}}
{{#if facts}}<dl style="margin:24px 0;padding:16px;border-left:4px solid #1864ab;background:#f4f5f7;">
{{#each facts}}<dt style="font-size:14px;color:#495057;">{{label}}</dt><dd style="margin:0 0 12px;">{{>lines lines}}</dd>
{{/each}}</dl>
{{/if}}
{{#if table}}<table style="border-collapse:collapse;width:100%;margin:24px 0;font-size:15px;">
<thead><tr>{{#each table.head}}<th scope="col" style="text-align:left;padding:6px 8px;border-bottom:2px solid #1864ab;">{{this}}</th>{{/each}}</tr></thead>
<tbody>{{#each table.rows}}<tr>{{#each this}}<td style="padding:6px 8px;border-bottom:1px solid #dee2e6;vertical-align:top;">{{this}}</td>{{/each}}</tr>
{{/each}}</tbody></table>
{{/if}}
{{#if quote}}<h2 style="font-size:16px;">{{quote.label}}</h2>
<blockquote style="margin:0;padding:0 16px;border-left:4px solid #adb5bd;">{{>lines quote.lines}}</blockquote>
{{/if}}
{{#if answers}}<h2 style="font-size:16px;">{{answerHeading}}</h2>
<ul style="padding-left:20px;">{{#each answers}}<li style="margin-bottom:8px;">{{this}}</li>{{/each}}</ul>
{{/if}}
{{#if link}}<p><a href="{{link.value}}" style="display:inline-block;padding:12px 20px;background:#1864ab;color:#ffffff;text-decoration:none;border-radius:4px;">{{link.label}}</a></p>
<p style="font-size:14px;color:#495057;word-break:break-all;">{{link.value}}</p>
{{/if}}
<p>{{>lines closing}}</p>
<p style="margin-top:24px;padding-top:12px;border-top:1px solid #dee2e6;font-size:14px;color:#495057;">{{footer}}</p>
</div>
</body>
</html>
`,
  { strict: true, assumeObjects: false },
);
Handlebars.registerPartial('lines', '{{#each this}}{{this}}{{#unless @last}}<br>\n{{/unless}}{{/each}}');

/** The HTML part. Every value is escaped; a link is only ever the one that Steward made. */
export function htmlPart(letter: Letter, name: string, language: Language, say: Speak): string {
  return page({
    lang: localeOf(language),
    subject: letter.subject,
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
