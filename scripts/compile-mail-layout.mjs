/**
 * Compiles the frame of all mails, libs/messaging/templates/layout.mjml, into the TypeScript beside it. MJML takes half a second
 * to load and cannot be waited for where a mail is rendered, so the product carries the result; a test holds both equal.
 * With --print the result goes to standard output.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import mjml2html from 'mjml';
import { root } from './steps.mjs';

const source = join(root, 'libs/messaging/templates/layout.mjml');
const target = join(root, 'libs/messaging/templates/layout-frame.ts');

/** The TypeScript that layout.mjml becomes. @throws when the MJML is not valid */
async function compiledLayout() {
  // No fonts: MJML would fetch those it knows from elsewhere, and a mail that fetches anything tells that it was opened.
  const { html } = await mjml2html(readFileSync(source, 'utf8'), { validationLevel: 'strict', fonts: {}, keepComments: false });
  const frame = html
    .replace(/\/\*[^]*?\*\//g, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
  return `// Made by scripts/compile-mail-layout.mjs from layout.mjml; change that one.\n\n/** The frame of all mails, in Handlebars. */\nexport const frame = ${JSON.stringify(frame)};\n`;
}

const compiled = await compiledLayout();
if (process.argv.includes('--print')) process.stdout.write(compiled);
else writeFileSync(target, compiled);
