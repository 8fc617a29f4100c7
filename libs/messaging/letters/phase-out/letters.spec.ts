import { renderLetter } from '../../render.js';
import { backupLetter, phaseOutLetter, phaseOutLetters, type PhaseOutMail } from './letters.js';

const mail: Omit<PhaseOutMail, 'letter' | 'language' | 'reader'> = {
  inPlaceOfContact: false,
  supplier: 'Example Castings',
  caseNumber: '1234abcd',
  stage: 'approving',
  dueAt: '2026-03-05T15:00:00Z',
  timeZone: 'UTC',
  params: { given: 0, of: 3, step: 2, moved: 66, endsOn: '2026-06-01', blockedFrom: '2026-05-30', category: 'valves', categories: 'valves', days: 14 },
  openLines: 2,
  categories: ['valves'],
  text: 'Two years of late deliveries.',
  url: 'http://localhost:3000/cases/1',
};

describe('the mails of a phase-out', () => {
  it.each(phaseOutLetters)('%s is whole in each language, for the supplier and for our own people', (letter) => {
    for (const language of ['en', 'ru', 'zh'] as const) {
      for (const reader of ['supplier', 'staff'] as const) {
        const rendered = renderLetter(phaseOutLetter({ ...mail, letter, language, reader }), { language, recipientName: 'Reader' });
        expect(rendered.subject).toContain('1234abcd');
        expect(`${rendered.subject}${rendered.text}`).not.toMatch(/\{\w+\}|undefined|leaving\./);
        // The reason and the case's page are our own.
        expect(rendered.text.includes('Two years of late deliveries.')).toBe(reader === 'staff' && ['opened', 'rejected', 'cancelled', 'aborted', 'closed'].includes(letter));
        expect(rendered.text.includes(mail.url)).toBe(reader === 'staff');
      }
    }
  });

  it('names what is due and how many lines are open, as each language counts', () => {
    const reminder = phaseOutLetter({ ...mail, letter: 'reminder', language: 'en', reader: 'staff', params: {} });
    expect(reminder.paragraphs[0]).toContain('approval. It is due Thursday');
    const open = (language: 'en' | 'ru' | 'zh') => phaseOutLetter({ ...mail, letter: 'openOrders', language, reader: 'supplier' }).facts?.at(-1)?.value;
    expect([open('en'), open('ru'), open('zh')]).toEqual(['2 open order lines', '2 открытые строки заказов', '2行未交订单']);
  });

  it('tell a backup what it gains and what it gives back', () => {
    const [gaining, losing] = (['gaining', 'losing'] as const).map((letter) => backupLetter({ letter, language: 'en', caseNumber: '1', shares: [{ category: 'valves', percent: 23.1 }] }));
    expect(gaining?.paragraphs[0]).toContain('23.1 %');
    expect(losing?.subject).toBe('Order share in valves back to what it was [1]');
  });
});
