import { composed, machine, multipart, part, plain, reply, type CorpusMail } from './mail.js';

const away = 'I am out of the office until 30 November and answer then.';
const absent = (name: string, raw: Buffer, envelopeFrom?: string) => machine(name, raw, { kind: 'automatic' }, envelopeFrom);
const encoded = (subject: string) => `Subject: =?UTF-8?B?${Buffer.from(subject).toString('base64')}?=`;
const calendar = (status: string, type: string) => composed(multipart('alternative', '=_alt', part('text/plain', ''), part(type, `BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:REPLY\nBEGIN:VEVENT\nATTENDEE;PARTSTAT=${status}:mailto:li@example.com\nEND:VEVENT\nEND:VCALENDAR`)), 'Subject: Accepted: Plan');

/** Absence notes, lists, loops, calendars and receipts: nothing of it is obeyed or answered. */
export const machineMails: readonly CorpusMail[] = [
  absent('an absence note by RFC 3834', plain(away, 'Auto-Submitted: auto-replied'), ''),
  absent('Exchange', plain(away, 'Subject: Automatic reply: Plan', 'Auto-Submitted: auto-generated', 'X-Auto-Response-Suppress: All'), ''),
  absent('Exchange without headers', plain(away, 'Subject: Automatic reply: Plan'), ''),
  absent('Gmail', plain(away, 'Auto-Submitted: auto-replied', 'Precedence: bulk', 'X-Autoreply: yes', 'Subject: Out of office Re: Plan')),
  absent('Dovecot Sieve', plain(away, 'Auto-Submitted: auto-replied (vacation)', 'Subject: Auto: Plan'), ''),
  absent('vacation(1)', plain(away, 'Precedence: junk', 'Subject: Out of Office: Plan', 'X-Vacation: 1')),
  absent('cPanel', plain(away, 'X-Autorespond: Plan', 'Precedence: auto_reply')),
  absent('Lotus Notes', plain(away, 'Subject: Li Wei is out of the office (returning 30.11.2026)')),
  absent('Lotus Notes with AUTO', plain(away, 'Subject: AUTO: Li Wei is out of the office')),
  absent('FirstClass', plain(away, 'X-FC-MachineGenerated: true')),
  absent('QQ Mail', plain('您好，我在休假，30日回复。', encoded('自动回复：Re: 计划')), ''),
  absent('NetEase 163', plain('您的来信已收到，此为自动回复。', encoded('自动回复: 计划'))),
  absent('an enterprise mailbox in Chinese', plain('我不在办公室。', encoded('不在办公室：计划'))),
  absent('in traditional Chinese', plain('我不在辦公室。', encoded('自動回覆：計劃'))),
  absent('Mail.ru', plain('Я в отпуске до 30 ноября.', encoded('Автоответ: План'), 'X-Mailru-Auto: 1')),
  absent('Yandex', plain('Я в отпуске до 30 ноября.', encoded('Автоответ Re: План'), 'Auto-Submitted: auto-replied')),
  absent('Outlook in Russian', plain('Меня нет на месте.', encoded('Автоматический ответ: План')), ''),
  absent('out of the office in Russian', plain('Меня нет на месте.', encoded('Вне офиса: План'))),
  absent('German', plain('Ich bin nicht da.', 'Subject: Automatische Antwort: Plan')),
  absent('a ticket system', plain('Your request 4711 was received.', 'Auto-Submitted: auto-generated', 'Subject: [#4711] Re: Plan')),
  reply('a person who writes about an automatic reply', plain('Your automatic reply reached us.', 'Subject: Re: Automatic reply: Plan'), 'Your automatic reply reached us.'),
  reply('a person whose system asks for silence', plain('Received.', 'X-Auto-Response-Suppress: All', 'Auto-Submitted: no'), 'Received.'),
  machine('a mailing list', plain('Received.', 'List-Id: <quality.example.com>', 'List-Post: <mailto:quality@example.com>'), { kind: 'list' }, 'quality-bounces@example.com'),
  machine('a newsletter', plain('Read our news.', 'List-Unsubscribe: <https://example.com/u>', 'Subject: News'), { kind: 'list' }),
  machine('a bulk mail', plain('Read our news.', 'Precedence: bulk', 'Subject: News'), { kind: 'list' }),
  machine('our own mail that comes back', plain('Dear Li Wei', `From: Steward <r-${'a'.repeat(40)}@steward.example.com>`), { kind: 'loop', from: `r-${'a'.repeat(40)}@steward.example.com` }),
  machine('a mail from a return address', plain('Dear Li Wei', `From: <b-${'a'.repeat(40)}@steward.example.com>`), { kind: 'loop', from: `b-${'a'.repeat(40)}@steward.example.com` }),
  machine('a mail that wanders', plain('Received.', ...Array.from({ length: 60 }, (_, i) => `Received: from a${i} by b${i}; Tue, 24 Nov 2026 10:02:11 +0000`)), { kind: 'loop' }),
  machine('a calendar that accepts', calendar('ACCEPTED', 'text/calendar; charset=utf-8; method=REPLY'), { kind: 'calendar' }),
  machine('a calendar that declines', calendar('DECLINED', 'text/calendar; method="reply"'), { kind: 'calendar' }),
  machine('a calendar whose type names no method', calendar('TENTATIVE', 'text/calendar'), { kind: 'calendar' }),
  machine('Exchange, a calendar alone', plain('BEGIN:VCALENDAR\nMETHOD:REPLY\nEND:VCALENDAR', 'Content-Type: text/calendar; method=REPLY', 'Subject: Accepted: Plan'), { kind: 'calendar' }),
  machine('a calendar that proposes another time', composed(multipart('mixed', '=_mix', part('text/plain', ''), part('application/ics; name="invite.ics"', 'BEGIN:VCALENDAR\nMETHOD:COUNTER\nEND:VCALENDAR'))), { kind: 'calendar' }),
  machine('a receipt (RFC 8098)', composed(multipart('report; report-type=disposition-notification', '=_mdn', part('text/plain', 'Your message was displayed.'), part('message/disposition-notification', 'Reporting-UA: example\nFinal-Recipient: rfc822;li@example.com\nDisposition: manual-action/MDN-sent-manually; displayed')), 'Subject: Read: Plan'), { kind: 'receipt' }),
  machine('a receipt that it was deleted unread', composed(multipart('report; report-type="disposition-notification"', '=_mdn', part('text/plain', 'Deleted.'), part('message/disposition-notification', 'Disposition: automatic-action/MDN-sent-automatically; deleted')), 'Subject: Not read: Plan'), { kind: 'receipt' }, ''),
  machine('a complaint by ARF', composed(multipart('report; report-type=feedback-report', '=_arf', part('text/plain', 'Spam complaint.'), part('message/feedback-report', 'Feedback-Type: abuse')), 'From: abuse@example.net'), { kind: 'automatic', from: 'abuse@example.net' }),
];
