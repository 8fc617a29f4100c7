import { describe, expect, it } from '@jest/globals';
import { answersToSend, isAsked, type Section } from './questions.js';

const words = { en: 'q', zh: 'q', ru: 'q' };
const asked = { words, weight: 1, required: false };
const sections: Section[] = [
  {
    criterion: 'capacity',
    weight: 1,
    minimum: 0,
    questions: [
      { ...asked, kind: 'number', question: 'shifts', unit: words, least: 0, most: 4, bands: [] },
      { ...asked, kind: 'choice', question: 'night', many: false, choices: [{ answer: 'yes', words, points: 100 }, { answer: 'no', words, points: 0 }], when: { question: 'shifts', atLeast: 3 } },
      { ...asked, kind: 'text', question: 'who', most: 100, when: { question: 'night', answer: 'yes' } },
    ],
  },
];
const names = (answers: Parameters<typeof answersToSend>[1]) => answersToSend(sections, answers);

describe('The questions of an onboarding', () => {
  it('are asked only where the answers before ask for them, however deep', () => {
    expect(names({ shifts: 2, night: 'yes', who: 'us' })).toEqual({ shifts: 2 });
    expect(names({ shifts: 3, night: 'no', who: 'us' })).toEqual({ shifts: 3, night: 'no' });
    expect(names({ shifts: 3, night: 'yes', who: 'us' })).toEqual({ shifts: 3, night: 'yes', who: 'us' });
  });

  it('are answered with null where nothing is said', () => {
    expect(names({})).toEqual({ shifts: null });
    expect(isAsked(sections, { ...asked, kind: 'date', question: 'when', when: { question: 'gone', answer: 'x' } }, {})).toBe(false);
  });
});
