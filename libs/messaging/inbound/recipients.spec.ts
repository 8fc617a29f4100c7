import { replyAddress } from '../reply-address.js';
import { returnAddress } from '../return-address.js';
import { envelopeOf } from './recipients.js';

const secret = Buffer.alloc(32, 7);
const ID = '0192f0c1-2d3e-7a4b-8c5d-6e7f8091a2b3';
const REPLY = replyAddress({ caseId: ID, secret, domain: 'example.com' });
const OTHER = replyAddress({ caseId: '0192f0c1-2d3e-7a4b-8c5d-6e7f8091a2b4', secret, domain: 'example.com' });
const FORGED = replyAddress({ caseId: ID, secret: Buffer.alloc(32, 8), domain: 'example.com' });
const RETURN = returnAddress({ outboxId: ID, secret, domain: 'example.com' });
const BOX = 'steward@example.com';
const read = (...lines: string[]) => envelopeOf(Buffer.from([...lines, '', 'To: not-a-header@example.com'].join('\r\n')), { secret, address: BOX, most: 2 });

describe('the envelope of a mail in a mailbox', () => {
  it.each<[string, string[], string[]]>([
    ['where the server noted it', [`Delivered-To: ${REPLY}`, 'To: Steward <steward@example.com>'], [REPLY]],
    ['as the address before aliases', ['Delivered-To: steward@example.com', `X-Original-To: ${REPLY}`], [REPLY]],
    ['as Exim notes it', [`Envelope-to: ${REPLY}`], [REPLY]],
    ['as the writer wrote it', [`To: "Steward, Desk" <${REPLY.toUpperCase()}>, boss@example.net`], [REPLY]],
    ['in a copy', ['To: boss@example.net', `Cc: =?UTF-8?B?0KE=?= <${REPLY}>`], [REPLY]],
    ['over two lines', ['To: boss@example.net,', ` ${REPLY}`], [REPLY]],
    ['behind the name of the mailbox', [`Delivered-To: steward+${REPLY}`], [REPLY]],
    ['as the return address of a bounce', [`To: ${RETURN}`], [RETURN]],
    ['of several cases', [`To: ${REPLY}, ${OTHER}`, `Delivered-To: ${REPLY}`], [REPLY, OTHER]],
    ['as a wrong hash, where there is no genuine one', [`To: boss@example.net, ${FORGED}`], [FORGED]],
    ['as a genuine one beside a wrong hash', [`To: ${FORGED}, ${REPLY}`], [REPLY]],
    ['of the mailbox where nothing is ours', ['To: undisclosed-recipients:;'], [BOX]],
    ['of the mailbox where there is no header', [], [BOX]],
  ])('has its recipient %s', (_, lines, to) => {
    expect(read(...lines).to).toEqual(to);
  });

  it.each<[string, string[], string]>([
    ['as the last server noted it', ['Return-Path: <li@example.net>', 'From: other@example.net'], 'li@example.net'],
    ['empty for a bounce', ['Return-Path: <>', 'From: MAILER-DAEMON@example.net'], ''],
    ['as its writer where nobody noted one', ['From: "Li <x> Wei" <li@example.net>'], 'li@example.net'],
    ['unknown where there is none at all', ['Subject: x'], 'unknown'],
  ])('has its sender %s', (_, lines, from) => {
    expect(read(...lines).from).toBe(from);
  });
});
