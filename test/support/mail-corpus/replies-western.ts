import { alternative, html, plain, quoted, reply, TOLD, type CorpusMail } from './mail.js';

const q = quoted(TOLD.en);
const outlookHead = 'From: Steward <r-reply@steward.example.com>\nSent: Tuesday, November 24, 2026 10:02 AM\nTo: Li Wei <li@example.com>\nSubject: Plan';
const plan = 'PLAN\nWe retrain the packers and add a second check.';

/** English replies of the clients in use, with answers above, below and between. */
export const westernReplies: readonly CorpusMail[] = [
  reply('Gmail, above', alternative(`${plan}\n\nOn Tue, Nov 24, 2026 at 10:02 AM Steward <r-reply@steward.example.com>\nwrote:\n\n${q}\n`, `<div dir="ltr">x</div>`), plan),
  reply('Gmail, below', plain(`On Tue, Nov 24, 2026 at 10:02 AM Steward <r-reply@steward.example.com> wrote:\n\n${q}\n\n${plan}`), plan),
  reply('Gmail, between', plain(`On Tue, Nov 24, 2026 at 10:02 AM Steward <r-reply@steward.example.com> wrote:\n> please send the plan by 27 November 2026.\n\nWill do.\n\n> Begin your answer with the word\n\nUnderstood.`), 'Will do.\n\n\nUnderstood.'),
  reply('Gmail on a phone', plain(`Received, thank you.\n\nOn Tue, 24 Nov 2026, 10:02 Steward, <r-reply@steward.example.com> wrote:\n\n${q}`), 'Received, thank you.'),
  reply('Gmail with a signature', plain(`${plan}\n\n--\nLi Wei\nQuality Manager\n\nOn Tue, Nov 24, 2026 at 10:02 AM Steward <r-reply@steward.example.com> wrote:\n\n${q}`), plan),
  reply('Gmail, HTML alone', html('<div dir="ltr"><div>PLAN</div><div>We retrain the packers.</div></div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">On Tue, Nov 24, 2026 Steward wrote:<br></div><blockquote class="gmail_quote">PLAN</blockquote></div>'), 'PLAN\n\nWe retrain the packers.'),
  reply('Outlook', plain(`${plan}\n\n________________________________\n${outlookHead}\n\n${TOLD.en}`), plan),
  reply('Outlook without a rule', plain(`${plan}\n\nKind regards\nLi Wei\n\n${outlookHead}\nImportance: High\n\n${TOLD.en}`), `${plan}\n\nKind regards\nLi Wei`),
  reply('Outlook 2003', plain(`${plan}\n\n-----Original Message-----\n${outlookHead}\n\n${TOLD.en}`), plan),
  reply('Outlook, HTML alone', html('<div class=WordSection1><p class=MsoNormal>PLAN</p><p class=MsoNormal>We retrain the packers.</p></div><div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><b>From:</b> Steward<br><b>Sent:</b> Tuesday<br></div>'), 'PLAN\n\nWe retrain the packers.'),
  reply('Outlook for iOS', plain(`Received.\n\nGet Outlook for iOS<https://aka.ms/o0ukef>\n________________________________\n${outlookHead}\n\n${TOLD.en}`), 'Received.'),
  reply('Outlook on Android, bold header block', plain(`Received.\n\n*From:* Steward <r-reply@steward.example.com>\n*Sent:* Tuesday, November 24, 2026 10:02 AM\n*To:* Li Wei\n*Subject:* Plan\n\n${TOLD.en}`), 'Received.'),
  reply('Apple Mail', plain(`${plan}\n\n> On Nov 24, 2026, at 10:02, Steward <r-reply@steward.example.com> wrote:\n> \n${q}\n`), plan),
  reply('Apple Mail, attribution unmarked', plain(`${plan}\n\nOn 24 Nov 2026, at 10:02, Steward <r-reply@steward.example.com> wrote:\n\n${q}\n`), plan),
  reply('an iPhone', plain(`Received.\n\nSent from my iPhone\n\n> On Nov 24, 2026, at 10:02 AM, Steward <r-reply@steward.example.com> wrote:\n> \n> ﻿Dear Li Wei,`), 'Received.'),
  reply('a Samsung phone', plain(`Received.\n\nSent from my Galaxy\n\n-------- Original message --------\nFrom: Steward <r-reply@steward.example.com>\nDate: 24/11/2026 10:02 (GMT+08:00)\nTo: Li Wei\nSubject: Plan\n\n${TOLD.en}`), 'Received.'),
  reply('Thunderbird, below', plain(`On 11/24/26 10:02, Steward wrote:\n${q}\n\n${plan}\n\n-- \nLi Wei\nExample Castings`), plan),
  reply('Thunderbird, above', plain(`${plan}\n\nOn 11/24/26 10:02, Steward wrote:\n${q}`), plan),
  reply('Thunderbird, HTML alone', html('<p>PLAN<br>We retrain the packers.</p><div class="moz-cite-prefix">On 24/11/2026 10:02, Steward wrote:<br></div><blockquote type="cite" cite="mid:m1">PLAN</blockquote>'), 'PLAN\nWe retrain the packers.'),
  reply('Yahoo', plain(`Received.\n\n    On Tuesday, November 24, 2026 at 10:02:11 AM GMT+8, Steward <r-reply@steward.example.com> wrote:  \n \n Dear Li Wei,\n\nplease send the plan.`), 'Received.'),
  reply('Yahoo, HTML alone', html('<div>Received.</div><div id="yahoo_quoted_123" class="yahoo_quoted"><div>On Tuesday Steward wrote:</div><div>PLAN</div></div>'), 'Received.'),
  reply('Proton', plain(`Received.\n\nSent with Proton Mail secure email.\n\nOn Tuesday, 24 November 2026 at 10:02, Steward <r-reply@steward.example.com> wrote:\n\n${q}`), 'Received.'),
  reply('Lotus Notes', plain(`Received.\n\nMit freundlichen Gruessen / Best regards\nLi Wei\n\n\n\nFrom:   "Steward" <r-reply@steward.example.com>\nTo:     li@example.com\nDate:   24.11.2026 10:02\nSubject:        Plan\n\n\n\n${TOLD.en}`), 'Received.\n\nMit freundlichen Gruessen / Best regards\nLi Wei'),
  reply('Lotus Notes, older', plain(`Received.\n\n\n\n\n"Steward" <r-reply@steward.example.com>\n24.11.2026 10:02\n\nTo\nli@example.com\ncc\n\nSubject\nPlan\n\n${TOLD.en}`), 'Received.'),
  reply('mutt', plain(`On Tue, Nov 24, 2026 at 10:02:11AM +0100, Steward wrote:\n> Begin your answer with the word\n> \n> PLAN\n\n${plan}\n`), plan),
  reply('Roundcube', plain(`On 2026-11-24 10:02, Steward wrote:\n${q}\n\n${plan}`), plan),
  reply('Zimbra', plain(`${plan}\n\n----- Original Message -----\nFrom: "Steward" <r-reply@steward.example.com>\nTo: "Li Wei" <li@example.com>\nSent: Tuesday, 24 November, 2026 10:02:11\nSubject: Plan\n\n${TOLD.en}`), plan),
  reply('German Outlook', plain(`Erhalten.\n\nVon: Steward <r-reply@steward.example.com>\nGesendet: Dienstag, 24. November 2026 10:02\nAn: Li Wei\nBetreff: Plan\n\n${TOLD.en}`), 'Erhalten.'),
  reply('a forwarded mail with a word on top', plain(`FYI, our foreman will answer.\n\n---------- Forwarded message ---------\nFrom: Steward <r-reply@steward.example.com>\nDate: Tue, Nov 24, 2026\nSubject: Plan\nTo: <li@example.com>\n\n${TOLD.en}`, 'Subject: Fwd: Plan'), 'FYI, our foreman will answer.'),
  reply('Apple Mail, forwarded', plain(`See below.\n\nBegin forwarded message:\n\nFrom: Steward <r-reply@steward.example.com>\nSubject: Plan\n\n${TOLD.en}`, 'Subject: Fwd: Plan'), 'See below.'),
  reply('nothing but a quotation', plain(`On Tue, Nov 24, 2026 at 10:02 AM Steward <r-reply@steward.example.com> wrote:\n\n${q}`), ''),
  reply('nothing at all', plain(''), ''),
  reply('an extension with its reason', plain(`EXTENSION 5\nThe press is under repair.\n\nOn Tue, Nov 24, 2026 at 10:02 AM Steward <r-reply@steward.example.com> wrote:\n${q}`), 'EXTENSION 5\nThe press is under repair.'),
  reply('a list with rules and marks of its own', plain(`PLAN\n1. Retrain\n2. Check: 5 > 3 parts\n---\n3. Report\n\nOn Tue, Nov 24, 2026 at 10:02 AM Steward <r-reply@steward.example.com> wrote:\n${q}`), 'PLAN\n1. Retrain\n2. Check: 5 > 3 parts\n---\n3. Report'),
];
