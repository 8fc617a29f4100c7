import { composed, machine, multipart, part, plain, type CorpusMail, type Expectation } from './mail.js';

const DAEMON = 'mailer-daemon@mx.example.net';
const original = 'From: Steward <steward@steward.example.com>\nTo: li@example.com\nMessage-ID: <m1@steward.example.com>\nSubject: Plan';

interface Told {
  readonly action: string;
  readonly status: string;
  readonly diagnostic?: string;
}

/** A report in parts (RFC 3464) with the headers of the mail that came back. */
function dsn({ action, status, diagnostic }: Told, text: string, ...headers: readonly string[]): Buffer {
  const fields = `Reporting-MTA: dns; mx.example.net\nArrival-Date: Tue, 24 Nov 2026 10:02:11 +0000\n\nFinal-Recipient: rfc822; li@example.com\nAction: ${action}\nStatus: ${status}${diagnostic ? `\nDiagnostic-Code: smtp; ${diagnostic}` : ''}`;
  const parts = multipart('report; report-type=delivery-status', '=_dsn', part('text/plain; charset=utf-8', text), part('message/delivery-status', fields), part('text/rfc822-headers', original));
  return composed(parts, `From: Mail Delivery System <${DAEMON}>`, 'Subject: Undelivered Mail Returned to Sender', 'Auto-Submitted: auto-replied', ...headers);
}

const bounce = (name: string, raw: Buffer, report: Expectation['report'], dead = false, from = DAEMON): CorpusMail =>
  machine(name, raw, { kind: 'bounce', from, report: report ?? null, dead }, '');
const failed = (status: string | null) => ({ action: 'failed', status, originalMessageId: '<m1@steward.example.com>' }) as const;
const written = (text: string, ...headers: readonly string[]) => plain(text, `From: ${DAEMON}`, ...headers);

/** What comes back, from machines that keep to RFC 3464 and from those that write what they like. */
export const bounces: readonly CorpusMail[] = [
  bounce('Postfix: user unknown', dsn({ action: 'failed', status: '5.1.1', diagnostic: '550 5.1.1 <li@example.com>: Recipient address rejected: User unknown' }, 'This is the mail system at host mx.example.net.'), failed('5.1.1'), true),
  bounce('Postfix: host unknown', dsn({ action: 'failed', status: '5.4.4', diagnostic: 'X-Postfix; Host or domain name not found.' }, 'I could not deliver.'), failed('5.4.4'), true),
  bounce('Postfix: mailbox full', dsn({ action: 'failed', status: '5.2.2', diagnostic: '552 5.2.2 Mailbox full' }, 'I could not deliver.'), failed('5.2.2')),
  bounce('Postfix: too large', dsn({ action: 'failed', status: '5.3.4', diagnostic: '552 5.3.4 Message size exceeds fixed limit' }, 'I could not deliver.'), failed('5.3.4')),
  bounce('Postfix: refused as spam', dsn({ action: 'failed', status: '5.7.1', diagnostic: '554 5.7.1 Message rejected due to content' }, 'I could not deliver.'), failed('5.7.1')),
  bounce('Postfix: delayed', dsn({ action: 'delayed', status: '4.4.1', diagnostic: 'connect to mx.example.com: Connection timed out' }, 'THIS IS A WARNING ONLY. Your message could not be delivered for more than 4 hours.', 'Subject: Delayed Mail (still being retried)'), { action: 'delayed', status: '4.4.1' }),
  bounce('Postfix: given up after days', dsn({ action: 'failed', status: '4.4.1', diagnostic: 'Connection timed out' }, 'I gave up.'), failed('4.4.1')),
  bounce('Postfix: delivered', dsn({ action: 'delivered', status: '2.0.0', diagnostic: '250 2.0.0 Ok' }, 'Your message was successfully delivered.', 'Subject: Successful Mail Delivery Report'), { action: 'delivered', status: '2.0.0' }),
  bounce('relayed to a server that reports nothing', dsn({ action: 'relayed', status: '2.0.0' }, 'Your message was relayed.'), { action: 'relayed', status: '2.0.0' }),
  bounce('expanded to a list', dsn({ action: 'expanded', status: '2.0.0' }, 'Your message was sent to a list.'), { action: 'expanded', status: '2.0.0' }),
  bounce('Exchange Online', dsn({ action: 'failed', status: '5.1.10', diagnostic: '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup' }, "Your message to li@example.com couldn't be delivered.", 'Subject: Undeliverable: Plan', 'From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@example.com>'), failed('5.1.10'), true, 'microsoftexchange329e71ec88ae4615bbc36ab6ce41109e@example.com'),
  bounce('Exchange: no rights', dsn({ action: 'failed', status: '5.7.1', diagnostic: '550 5.7.1 RESOLVER.RST.AuthRequired; authentication required' }, 'You do not have permission.', 'From: postmaster@example.com'), failed('5.7.1'), false, 'postmaster@example.com'),
  bounce('Gmail', dsn({ action: 'failed', status: '5.1.1', diagnostic: "550-5.1.1 The email account that you tried to reach does not exist. Please try\n 550-5.1.1 double-checking the recipient's email address" }, '** Address not found **', 'X-Failed-Recipients: li@example.com'), failed('5.1.1'), true),
  bounce('Gmail: disabled', dsn({ action: 'failed', status: '5.2.1', diagnostic: '550 5.2.1 The email account that you tried to reach is disabled.' }, '** Account disabled **'), failed('5.2.1'), true),
  bounce('a server that tells its exact code only in words', dsn({ action: 'failed', status: '5.0.0', diagnostic: '550 5.1.1 No such user' }, 'Failed.'), failed('5.1.1'), true),
  bounce('Sendmail', dsn({ action: 'failed', status: '5.1.1', diagnostic: '550 5.1.1 <li@example.com>... User unknown' }, '----- The following addresses had permanent fatal errors -----', 'Subject: Returned mail: see transcript for details'), failed('5.1.1'), true),
  bounce('a report of several recipients', composed(multipart('report; report-type=delivery-status', '=_dsn', part('text/plain', 'Failed.'), part('message/delivery-status', 'Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; a@example.com\nAction: relayed\nStatus: 2.0.0\n\nFinal-Recipient: rfc822; li@example.com\nAction: failed\nStatus: 5.1.1')), `From: ${DAEMON}`), { action: 'failed', status: '5.1.1', originalMessageId: null }, true),
  bounce('a report for an address in other letters (RFC 6533)', composed(multipart('report; report-type=global-delivery-status', '=_dsn', part('text/plain', 'Failed.'), part('message/global-delivery-status', 'Reporting-MTA: dns; mx\n\nFinal-Recipient: utf-8; 李@example.com\nAction: failed\nStatus: 5.1.1'), part('message/global-headers', original)), `From: ${DAEMON}`), failed('5.1.1'), true),
  bounce('the mail itself attached', composed(multipart('report; report-type=delivery-status', '=_dsn', part('text/plain', 'Failed.'), part('message/delivery-status', 'Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; li@example.com\nAction: failed (bounced)\nStatus: 5.1.1 (bad mailbox)'), part('message/rfc822', `${original}\n\nPLAN`)), `From: ${DAEMON}`), failed('5.1.1'), true),
  bounce('a report without the fields it needs', composed(multipart('report; report-type=delivery-status', '=_dsn', part('text/plain', 'Something happened.'), part('message/delivery-status', 'Reporting-MTA: dns; mx')), `From: ${DAEMON}`), null),
  bounce('qmail', written(`Hi. This is the qmail-send program at mx.example.net.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<li@example.com>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\nReceived: (qmail 1 invoked from network)\n${original}`, 'Subject: failure notice'), failed('5.1.1'), true),
  bounce('qmail with the answer of another server', written(`Hi. This is the qmail-send program at mx.example.net.\n\n<li@example.com>:\n192.0.2.1 does not like recipient.\nRemote host said: 550 No such user here\nGiving up on 192.0.2.1.\n\n--- Below this line is a copy of the message.\n\n${original}`, 'Subject: failure notice'), { action: 'failed', status: null, originalMessageId: '<m1@steward.example.com>' }, true),
  bounce('Exim', written(`This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its recipients. This is a permanent error. The following address(es) failed:\n\n  li@example.com\n    Unrouteable address\n\n------ This is a copy of the message, including all the headers. ------\n\n${original}`, 'Subject: Mail delivery failed: returning message to sender', 'X-Failed-Recipients: li@example.com'), { action: 'failed', status: null }),
  bounce('Exim: delayed', written('A message that you sent has not yet been delivered to one or more of its recipients after more than 24 hours on the queue.\nNo action is required on your part. Delivery attempts will continue for some time, and this warning may be repeated.', 'Subject: Warning: message 1abc delayed 24 hours'), { action: 'delayed', status: null }),
  bounce('QQ Mail', written('抱歉，您的邮件被退回来了……\n原邮件信息：\n收件人 li@example.com\n退信原因：收件人邮件地址（li@example.com）不存在，邮件无法送达。\nhost mx.example.com said: 550 Mailbox not found', 'From: PostMaster@qq.example.com', 'Subject: =?UTF-8?B?57O757uf6YCA5L+h?='), { action: 'failed', status: null }, true, 'postmaster@qq.example.com'),
  bounce('QQ Mail: full', written('抱歉，您的邮件被退回来了。\n退信原因：收件人邮箱已满 552 5.2.2 Mailbox is full', 'From: PostMaster@qq.example.com'), { action: 'failed', status: '5.2.2' }, false, 'postmaster@qq.example.com'),
  bounce('NetEase 163', written('您的邮件无法送达以下收件人：li@example.com\n错误信息：550 User not found: li@example.com', 'From: Postmaster@163.example.com', 'Subject: =?UTF-8?B?6YCA5L+h?='), { action: 'failed', status: null }, true, 'postmaster@163.example.com'),
  bounce('Mail.ru', written('Ваше письмо не было доставлено следующим получателям:\n\nli@example.com\n    SMTP error: 550 Message was not accepted -- invalid mailbox. Local mailbox li@example.com is unavailable: user not found\n\nСообщение больше не будет отправляться.', 'Subject: Mail failure.'), { action: 'failed', status: null }, true),
  bounce('Yandex', dsn({ action: 'failed', status: '5.1.1', diagnostic: '550 5.7.1 No such user!' }, 'Это письмо отправлено почтовым сервером. К сожалению, мы вынуждены сообщить Вам о том, что Ваше письмо не может быть отправлено.', 'Subject: =?UTF-8?B?0J3QtdC00L7RgdGC0LDQstC70LXQvdC90L7QtSDRgdC+0L7QsdGJ0LXQvdC40LU=?='), failed('5.1.1'), true),
  bounce('Lotus Domino', written('Your message\n\n  Subject: Plan\n\nwas not delivered to:\n\n  li@example.com\n\nbecause:\n\n  User li (li@example.com) not listed in Domino Directory', 'Subject: DELIVERY FAILURE: User li not listed in Domino Directory'), { action: 'failed', status: null }),
  bounce('greylisted', written('Delivery is delayed: 451 4.7.1 Greylisting in action, please come back later', 'Subject: Delivery delayed'), { action: 'delayed', status: '4.7.1' }),
  bounce('a delay in Russian', written('Доставка письма отложена. Попытки будут повторены.', 'Subject: Delivery status'), { action: 'delayed', status: null }),
  machine('a person from the empty sender, whom nobody can tell from a machine', plain('Received.'), { kind: 'bounce', report: null }, ''),
  bounce('a bounce that says nothing', written('?', 'Subject: ?'), null),
  bounce('a version number that is no code', written('Message from mail system 4.94.2 on 192.0.2.44: thank you.', 'Subject: Notice'), null),
];
