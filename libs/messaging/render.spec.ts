import fc from 'fast-check';
import { catalogs, type Language } from './catalogs/speak.js';
import { readCalendar } from '#test/icalendar.js';
import { readReply } from './inbound/keywords.js';
import { templateNames, type MailInput, type Reader, type TemplateName } from './templates/letter.js';
import { renderMail } from './render.js';

const languages = Object.keys(catalogs) as Language[];

function mail(template: TemplateName, more: Partial<MailInput> = {}): MailInput {
  return {
    template,
    language: 'en',
    recipientName: 'Li Wei',
    caseNumber: '0d9f1c2a',
    supplierName: 'Northern Bearings Ltd',
    title: 'Three months below 90 % on time',
    description: 'August: 71 %.\nSeptember: 64 %.',
    dueAt: '2026-11-24T15:59:00.000Z',
    timeZone: 'Asia/Shanghai',
    caseUrl: 'https://steward.example.com/cases/1',
    ...more,
    params: { to: 'supplier', stage: 'planning', rung: 0, businessDays: 5, sequence: 3, ...more.params },
  };
}

const toSupplier: readonly TemplateName[] = [
  'rectification.opened',
  'rectification.acknowledged',
  'rectification.acknowledgedFull',
  'rectification.containmentAccepted',
  'rectification.containmentReturned',
  'rectification.rootCauseAccepted',
  'rectification.rootCauseReturned',
  'rectification.reopened',
  'rectification.planAccepted',
  'rectification.planReturned',
  'rectification.evidenceReturned',
  'rectification.reminder',
  'rectification.overdue',
  'rectification.extensionGranted',
  'rectification.extensionRefused',
  'rectification.stillNeeded',
];

describe('a mail', () => {
  describe.each(templateNames)('%s', (template) => {
    it.each(languages)('stands alone as plain text in %s, with nothing left unfilled', (language) => {
      const { subject, text, html } = renderMail(mail(template, { language }));
      for (const part of [subject, text, html]) expect(part).not.toMatch(/\{\w*\}|undefined|\[object|NaN/);
      expect(subject).not.toMatch(/[\r\n]/);
      expect(text).toContain('Li Wei');
      if (template !== 'access.signInLink') expect(text).toContain('Three months below 90 % on time');
    });
  });

  it.each(toSupplier)('%s tells the supplier by when, with date and zone', (template) => {
    const { text } = renderMail(mail(template));
    expect(text).toMatch(/24 November 2026(,| at) 23:59 \(China Standard Time, UTC\+08:00\)/);
  });

  it.each(languages)('writes the due date as one does in %s', (language) => {
    // The punctuation is the language data's own and changes with its editions.
    const date = {
      en: /Tuesday,? 24 November 2026(,| at) 23:59/,
      zh: /2026年11月24日星期二 ?23:59/,
      ru: /вторник,? 24 ноября 2026 г\.(,| в) 23:59/,
    };
    expect(renderMail(mail('rectification.acknowledged', { language })).text).toMatch(date[language]);
  });

  it.each([
    ['planning', 'plan'],
    ['implementing', 'evidence'],
  ] as const)('names in stage %s a first line that Steward then understands', (stage, kind) => {
    for (const language of languages) {
      const { text } = renderMail(mail('rectification.reminder', { language, params: { stage } }));
      const named = [...text.matchAll(/(?:PLAN|EVIDENCE|EXTENSION 5|计划|证据|延期 5|ПЛАН|ПОДТВЕРЖДЕНИЕ|ПРОДЛЕНИЕ 5)(?=[\s,”])/g)].map(([word]) => word);
      const understood = named.map((word) => readReply(`${word}\nour text`).keyword.kind);
      expect(understood).toEqual(expect.arrayContaining([kind, 'extension']));
    }
  });

  it('offers nothing that the case would refuse: no answer where nothing is asked, no more time where none is left', () => {
    const page = { pageUrl: 'https://steward.example.com/portal/cases/x' };
    const read = (template: TemplateName, params: Record<string, string | number> = {}) => renderMail(mail(template, { ...page, params })).text;
    for (const ended of ['cancelled', 'merged', 'closedEffective', 'failed', 'failedAgain', 'watching'] as const) {
      expect(read(`rectification.${ended}`, { into: '7b31e5f0-x' })).not.toMatch(/How to answer|answer online|EXTENSION/);
    }
    expect(read('rectification.merged', { into: '7b31e5f0-x' })).not.toContain('A reply to this mail reaches');
    expect(read('rectification.opened', { arc: 'full', extendable: 5 })).toMatch(/containment cannot be extended.*EXTENSION 5 \(here for 5 business days more\).*page of the case/);
    expect(read('rectification.opened', { arc: 'short', extendable: 3 })).toContain('EXTENSION 3 (here for 3 business days more)');
    expect(read('rectification.extensionRefused', { extendable: 0 })).not.toContain('EXTENSION');
    expect(read('rectification.watching', { days: 60, reopenable: 0 })).not.toContain('reopened once');
    expect(read('rectification.noContact', { to: 'owner', ended: 1 })).not.toContain('waits for you');
  });

  it('shows the reason as people wrote it', () => {
    const { text, html } = renderMail(mail('rectification.planReturned', { text: 'No root cause.\nNo owner.' }));
    expect(text).toContain('Reason given:\n  No root cause.\n  No owner.');
    expect(html).toContain('No root cause.<br>\nNo owner.');
  });

  it('gives staff the link to the case and suppliers none', () => {
    const url = 'https://steward.example.com/cases/1';
    expect(renderMail(mail('rectification.planReceived')).text).toContain(url);
    expect(renderMail(mail('rectification.opened')).text).not.toContain(url);
  });

  it.each([
    ['supplier', 0, 'Please send it without delay'],
    ['escalationContact', 1, 'You are named as the contact'],
    ['owner', 2, 'Please get in touch with the supplier'],
    ['manager', 3, 'phasing the supplier out is proposed'],
    ['owner', 0, 'was due from you'],
    ['quality', 0, 'was due from you'],
    ['manager', 1, 'on our side'],
  ] as [Reader, number, string][])('tells %s on rung %i of an overdue step what to do', (to, rung, words) => {
    expect(renderMail(mail('rectification.overdue', { params: { to, rung } })).text).toContain(words);
  });

  it('cannot be made to carry markup, whatever people write', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom(...templateNames), (words, template) => {
        const evil = `<script>${words}</script>"'&`;
        const { html } = renderMail(mail(template, { title: evil, description: evil, text: evil, recipientName: evil, supplierName: evil }));
        expect(html).not.toContain('<script');
      }),
    );
  });

  it('does not let a title break the subject into a second header', () => {
    expect(renderMail(mail('rectification.opened', { title: 'Late\r\nBcc: x@example.com' })).subject).toBe(
      'Please confirm receipt: Late Bcc: x@example.com [0d9f1c2a]',
    );
  });

  it('refuses to be written when it would not know for whom or about what', () => {
    expect(() => renderMail(mail('rectification.reminder', { params: { stage: 'nowhere' } }))).toThrow('no known step');
    expect(() => renderMail(mail('rectification.overdue', { params: { to: 'nobody' } }))).toThrow('nobody known');
  });
});

describe('the calendar file', () => {
  const entry = { uid: 'case-supplier@example.com', organizer: 'Steward <steward@example.com>', over: false };
  const file = (template: TemplateName, more: Partial<MailInput> = {}) => renderMail(mail(template, { entry, ...more })).calendar;
  const read = (...given: Parameters<typeof file>) => readCalendar(file(...given) ?? '');

  it('moves the same entry when the step gets a new date, and when the next step begins', () => {
    const first = read('rectification.acknowledged', { params: { sequence: 3 } });
    expect(first).toMatchObject({ method: 'PUBLISH', status: 'CONFIRMED', sequence: 3, start: '20261124T155900Z' });
    expect(first.summary).toContain('corrective action plan');
    expect(read('rectification.extensionGranted', { params: { sequence: 7 }, dueAt: '2026-12-01T15:59:00.000Z' })).toMatchObject({ uid: first.uid, sequence: 7, start: '20261201T155900Z' });
    const next = read('rectification.planAccepted', { params: { sequence: 9 } });
    expect(next).toMatchObject({ uid: first.uid, sequence: 9 });
    expect(next.summary).toContain('evidence');
  });

  it('takes the entry out when nothing is owed any more', () => {
    const over = { entry: { ...entry, over: true } };
    for (const template of ['rectification.closedEffective', 'rectification.cancelled', 'rectification.merged', 'rectification.failed', 'rectification.watching'] as const) {
      const gone = read(template, { ...over, dueAt: null, params: { sequence: 12, at: '2026-11-20T08:00:00.000Z' } });
      expect(gone).toMatchObject({ method: 'CANCEL', status: 'CANCELLED', uid: entry.uid, sequence: 12 });
      expect(file(template, { ...over, dueAt: null, params: { at: '2026-11-20T08:00:00.000Z' } })).not.toContain('VALARM');
    }
  });

  it('is the supplier’s or ours, where nobody says otherwise', () => {
    const uid = (to: Reader) => /UID:(.*)/.exec(renderMail(mail('rectification.reminder', { params: { to } })).calendar ?? '')?.[1];
    expect(uid('owner')).toBe(uid('quality'));
    expect(uid('supplier')).not.toBe(uid('owner'));
  });

  it('comes with no mail that neither sets nor ends a date', () => {
    expect(file('rectification.closedEffective')).toBeNull();
    expect(file('rectification.failed', { dueAt: null })).toBeNull();
    expect(file('rectification.overdue')).toBeNull();
  });

  it('is the same file each time it is made', () => {
    expect(renderMail(mail('rectification.opened'))).toEqual(renderMail(mail('rectification.opened')));
  });

  it('stays a calendar file whatever people write into it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (words) => {
        const written = read('rectification.opened', { title: `${words}\nEND:VEVENT`, description: `${words}\r\nUID:other`, params: { at: '2026-11-20T08:00:00.000Z' } });
        expect(written.uid).toBe(entry.uid);
      }),
    );
  });
});
