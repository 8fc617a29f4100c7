import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { localeOf, speak, type Language } from '#messaging/catalogs/speak.js';
import { html, Html } from './html.js';

/** One page of the portal: plain HTML that needs no script. */
export interface PortalPage {
  readonly status: number;
  readonly language: Language;
  readonly title: string;
  readonly body: Html;
}

const style = `
:root{color-scheme:light dark;--ink:#1a1b1e;--paper:#fff;--quiet:#495057;--line:#868e96;--mark:#1864ab;--on-mark:#fff;--soft:#f1f3f5;--bad:#a61e1e}
@media (prefers-color-scheme:dark){:root{--ink:#f1f3f5;--paper:#1a1b1e;--quiet:#ced4da;--line:#909296;--mark:#74c0fc;--on-mark:#101113;--soft:#25262b;--bad:#ffa8a8}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"PingFang SC","Microsoft YaHei",sans-serif;overflow-wrap:anywhere}
main,nav{max-width:46rem;margin:0 auto;padding:0 1rem}
nav{padding-top:1rem}nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1rem;list-style:none;margin:0;padding:0}nav a,nav span{display:inline-block;padding:.5rem 0}
h1{font-size:1.6rem;line-height:1.25}h2{font-size:1.25rem}
a{color:var(--mark)}
fieldset{border:1px solid var(--line);border-radius:.5rem;margin:0 0 1.25rem;padding:.5rem 1rem 1rem;min-width:0}
legend{font-weight:600;padding:0 .25rem}
fieldset fieldset{border:0;border-radius:0;padding:0;margin:.75rem 0}fieldset fieldset legend{font-weight:500;padding:0}
.marks{display:flex;flex-wrap:wrap;gap:.25rem .5rem}
.marks label{display:inline-flex;align-items:center;gap:.5rem;min-height:2.75rem;min-width:3.25rem;padding:.25rem .75rem;border:1px solid var(--line);border-radius:.5rem;background:var(--soft)}
input[type=radio],input[type=checkbox]{flex:none;width:1.15rem;height:1.15rem;margin:0;accent-color:var(--mark)}
.field{margin:.75rem 0}.field label{display:block;font-weight:500}
input[type=text],input[type=email],input[type=number],input[type=date],select,textarea{font:inherit;color:inherit;background:var(--paper);border:1px solid var(--line);border-radius:.4rem;padding:.5rem .75rem;min-height:2.75rem;width:100%;max-width:100%}
input[type=number],input[type=date],input.short,select{width:auto;min-width:7rem}
.field label.tick{display:flex;align-items:flex-start;gap:.5rem;padding:.25rem 0}.first{position:absolute;left:-200vw}
.group{border-top:1px solid var(--line);margin:1.5rem 0}.steps{padding-left:1.25rem}.steps [aria-current]{font-weight:600}
textarea{min-height:5rem}
button{font:inherit;min-height:2.75rem;padding:.5rem 1.25rem;border-radius:.4rem;border:1px solid var(--mark);background:var(--paper);color:var(--mark);cursor:pointer}
button.main{background:var(--mark);color:var(--on-mark)}
.acts{display:flex;flex-wrap:wrap;gap:.75rem;margin:1rem 0}
:focus-visible{outline:3px solid var(--mark);outline-offset:2px}
.note{border-left:.3rem solid var(--mark);background:var(--soft);padding:.5rem 1rem;margin:1rem 0}
.problem{margin:.25rem 0;color:var(--bad);font-weight:500}
[aria-invalid=true]{border-color:var(--bad);border-width:2px}
input[type=file]{font:inherit;width:100%;max-width:100%;padding:.5rem 0;min-height:2.75rem}
.files{list-style:none;padding:0;margin:.5rem 0}.files li{display:flex;flex-wrap:wrap;align-items:center;gap:.25rem .75rem;padding:.25rem 0}
.said{list-style:none;padding:0}.said>li{border-left:.3rem solid var(--line);padding:.25rem 1rem;margin:1rem 0}.said>li.in{border-left-color:var(--mark)}.said h3{margin:0;font-size:1rem}
.text{white-space:pre-wrap;margin:.5rem 0}
dl{display:grid;grid-template-columns:minmax(7rem,auto) minmax(60%,1fr);gap:.25rem 1rem;margin:1rem 0}dt{color:var(--quiet)}dd{margin:0}
@media (max-width:30rem){dl{display:block}dd{margin:0 0 .5rem}}
h3{font-size:1.1rem}h4{font-size:1rem;margin:.75rem 0 .25rem}
.bad{border-left-color:var(--bad)}.bad h2{margin:.25rem 0;color:var(--bad)}
.quiet{color:var(--quiet)}
details{margin:2rem 0;border-top:1px solid var(--line);padding-top:1rem}details+details{margin-top:-1rem}summary{cursor:pointer;padding:.5rem 0;font-weight:500}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.4rem .5rem;border-bottom:1px solid var(--line);vertical-align:top}
`;
const styleHash = createHash('sha256').update(style).digest('base64');

/** Nothing runs and nothing is fetched; the page's own style is known by its hash, and forms go nowhere but here. */
const policy = [
  "default-src 'none'",
  `style-src 'sha256-${styleHash}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The languages by their own names. */
const names: Readonly<Record<Language, string>> = { en: 'English', zh: '中文', ru: 'Русский' };

/** Sends a page that nobody keeps, that no other site may frame, and that gives its address – which holds the link – to nobody. */
export function sendPage(reply: FastifyReply, page: PortalPage): Buffer {
  reply
    .code(page.status)
    .header('content-security-policy', policy)
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer')
    .header('x-robots-tag', 'noindex')
    .header('content-language', page.language)
    .type('text/html; charset=utf-8');
  return Buffer.from(documentOf(page).text);
}

function documentOf({ language, title, body }: PortalPage): Html {
  return html`<!doctype html>
<html lang="${localeOf(language)}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><style>${new Html(style)}</style></head>
<body>
<nav aria-label="${speak(language)('form.languages')}"><ul>${(Object.keys(names) as Language[]).map((each) => languageItem(each, language))}</ul></nav>
<main>
${body}
</main>
</body>
</html>
`;
}

function languageItem(each: Language, current: Language): Html {
  return each === current
    ? html`<li><span aria-current="true" lang="${localeOf(each)}">${names[each]}</span></li>`
    : html`<li><a href="?lang=${each}" hreflang="${localeOf(each)}" lang="${localeOf(each)}">${names[each]}</a></li>`;
}
