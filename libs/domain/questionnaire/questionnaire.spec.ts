import fc from 'fast-check';
import { answerFaults, answersSchema, filesOfAnswers, isAsked, type Answer, type Answers } from './answers.js';
import { chooseQuestionnaire } from './choose.js';
import { defaultQuestionnaire } from './default-questionnaire.js';
import { qualify } from './qualify.js';
import { questionnaireSchema, questionsOf, type Question, type Questionnaire } from './questionnaire.js';

const standard: Questionnaire = { ...defaultQuestionnaire, version: 'standard-1' };
const day = '2026-03-02';
const words = { en: 'x', zh: 'x', ru: 'x' };
const file = '0199b2a0-0000-7000-8000-000000000001';
const certificate = { kind: 'ISO 9001', number: 'Q-1', validFrom: '2025-01-01', validTo: '2027-12-31', files: [file] };

/** The best answers that can be given. */
const best: Answers = {
  profitable: 'yes', liquidity: 150, annualReport: null, founded: '1999-01-01', freeCapacity: 25, ownProcess: 'yes', equipment: null, certified: 'yes', qualityCertificate: certificate,
  testing: 'yes', methods: ['fmea', 'spc', 'eightD'], onTime: 97.5, leadTime: 30, tracking: 'yes', references: 'yes', referenceNames: 'Example Motors, since 2019', disputes: 'yes', development: 'yes',
  conduct: 'yes', environment: 'partly', contact: 'yes',
};
const sectionOf = (answers: Answers, criterion: string, on = day) => qualify(standard, answers, on).sections.find((each) => each.criterion === criterion);
const faults = (change: Answers) => answerFaults(standard, { ...best, ...change }).map(({ question, fault }) => `${question}: ${fault}`);

describe('a questionnaire', () => {
  it('is scored by hand-checked arithmetic, each section against its minimum', () => {
    expect(answerFaults(standard, best)).toEqual([]);
    expect(qualify(standard, best, day)).toMatchObject({ version: 'standard-1', score: 97.5, reached: true });
    expect(sectionOf({ ...best, certified: 'yes', methods: ['spc'], testing: 'partly' }, 'qualitySystem')).toEqual({
      criterion: 'qualitySystem',
      score: 77,
      minimum: 50,
      reached: true,
      answers: [
        { question: 'certified', weight: 1, points: 100 },
        { question: 'qualityCertificate', weight: 2, points: 100 },
        { question: 'testing', weight: 1, points: 50 },
        { question: 'methods', weight: 1, points: 35 },
      ],
      arithmetic: '(100 × 1 + 100 × 2 + 50 × 1 + 35 × 1) / 5 = 77',
    });
    expect(sectionOf({ ...best, profitable: 'no', liquidity: 79.9 }, 'finance')).toMatchObject({ score: 0, reached: false });
  });

  it('takes a number by the band that it reaches, and a certificate while it is valid', () => {
    for (const [share, points] of [[79.9, 0], [80, 40], [94.99, 75], [95, 100]] as const) expect(sectionOf({ ...best, onTime: share, tracking: null }, 'delivery')?.answers[0]?.points).toBe(points);
    const on = (when: string) => sectionOf(best, 'qualitySystem', when)?.answers[1]?.points;
    expect([on('2024-12-31'), on('2025-01-01'), on('2027-12-31'), on('2028-01-01')]).toEqual([0, 100, 100, 0]);
  });

  it('counts what was asked and not answered as 0, and does not count what was not asked', () => {
    expect(sectionOf({ ...best, onTime: null }, 'delivery')?.arithmetic).toBe('(0 × 2 + 100 × 1) / 3 = 33.3');
    const { qualityCertificate: _, ...rest } = best;
    const uncertified = { ...rest, certified: 'no', certification: 'yes' };
    expect(answerFaults(standard, uncertified)).toEqual([]);
    expect(sectionOf(uncertified, 'qualitySystem')?.arithmetic).toBe('(0 × 1 + 60 × 2 + 100 × 1 + 100 × 1) / 5 = 64');
  });

  it('names what is missing, unknown, of another kind, out of bounds, or answered without being asked', () => {
    const { tracking: _, ...without } = best;
    expect(answerFaults(standard, without)).toEqual([{ question: 'tracking', fault: 'missing' }]);
    expect(faults({ nonsense: 'yes' })).toEqual(['nonsense: unknown']);
    expect(faults({ profitable: 'perhaps' })).toEqual(['profitable: notAChoice']);
    expect(faults({ profitable: ['yes'] })).toEqual(['profitable: notAChoice']);
    expect(faults({ methods: ['spc', 'luck'] })).toEqual(['methods: notAChoice']);
    expect(faults({ onTime: '95' })).toEqual(['onTime: notANumber']);
    expect(faults({ onTime: 100.1 })).toEqual(['onTime: outOfBounds']);
    expect(faults({ founded: '1999-02-30' })).toEqual(['founded: notADate']);
    expect(faults({ equipment: 'x'.repeat(2_001) })).toEqual(['equipment: tooLong']);
    expect(faults({ annualReport: ['report.pdf'] })).toEqual(['annualReport: notFiles']);
    expect(faults({ certified: null })).toEqual(['certified: required', 'qualityCertificate: notAsked']);
    expect(faults({ certification: 'yes' })).toEqual(['certification: notAsked']);
    expect(faults({ qualityCertificate: 'yes' })).toEqual(['qualityCertificate: notACertificate']);
    expect(faults({ qualityCertificate: { ...certificate, validTo: '2024-12-31' } })).toEqual(['qualityCertificate: datesOutOfOrder']);
    expect(faults({ qualityCertificate: { ...certificate, files: [] } })).toEqual(['qualityCertificate: notFiles']);
  });

  it('knows the files that answers bring', () => {
    expect(filesOfAnswers(standard, { ...best, annualReport: ['0199b2a0-0000-7000-8000-000000000002'] })).toEqual(['0199b2a0-0000-7000-8000-000000000002', file]);
  });

  it('is refused where its parts do not fit together', () => {
    const choices = [{ answer: 'yes', words, points: 100 }, { answer: 'no', words, points: 0 }];
    const one = { kind: 'choice', question: 'one', words, choices };
    const messages = (questions: object[]) => {
      const parsed = questionnaireSchema.safeParse({ code: 'own', title: words, sections: [{ criterion: 'esg', weight: 1, minimum: 0, questions }] });
      return (parsed.error?.issues ?? []).map(({ path, message }) => `${path.slice(2).join('.')}: ${message}`);
    };
    expect(messages([one])).toEqual([]);
    expect(messages([one, one])).toEqual(['questions.1.question: stands for another question already']);
    expect(messages([one, { ...one, question: 'two', when: { question: 'one', answer: 'maybe' } }])).toEqual(['questions.1.when: names no question before it with such an answer']);
    expect(messages([{ ...one, when: { question: 'two', answer: 'yes' } }, { ...one, question: 'two' }])).toEqual(['questions.0.when: names no question before it with such an answer']);
    expect(messages([{ ...one, weight: 0 }])).toEqual(['questions: needs a question that is always asked and has a weight: it has no score else']);
    expect(messages([{ kind: 'number', question: 'one', words, unit: words, least: 5, most: 5, bands: [{ from: 2, points: 1 }, { from: 2, points: 2 }] }])).toEqual(['questions.0.most: must be above the least', 'questions.0.bands: must rise']);
  });

  it('is chosen by whom it is for: category before kind before segment', () => {
    const of = (name: string, scope: object) => ({ name, for: { categories: [], kinds: [], segments: [], ...scope } });
    const known = [of('all', {}), of('services', { kinds: ['service'] }), of('strategic', { segments: ['strategic'] }), of('castings', { categories: ['castings'] }), of('strategic castings', { categories: ['castings'], segments: ['strategic'] })];
    const chosen = (segment: 'routine' | 'strategic', kind: 'product' | 'service', ...categories: string[]) => chooseQuestionnaire(known, { segment, kind, categories })?.name;
    expect(chosen('routine', 'product')).toBe('all');
    expect(chosen('strategic', 'service')).toBe('services');
    expect(chosen('strategic', 'product')).toBe('strategic');
    expect(chosen('routine', 'service', 'forgings', 'castings')).toBe('castings');
    expect(chosen('strategic', 'product', 'castings')).toBe('strategic castings');
    expect(chooseQuestionnaire(known.slice(1), { segment: 'routine', kind: 'product', categories: [] })).toBeNull();
  });
});

/** Any answer that a question of this kind may get, and none. */
function anyAnswer(question: Question): fc.Arbitrary<Answer> {
  switch (question.kind) {
    case 'choice': {
      const names = question.choices.map(({ answer }) => answer);
      return question.many ? fc.uniqueArray(fc.constantFrom(...names), { minLength: 1 }) : fc.constantFrom(...names);
    }
    case 'number':
      return fc.double({ min: question.least, max: question.most, noNaN: true });
    case 'text':
      return fc.string({ minLength: 1, maxLength: 50 }).map((text) => `a${text}`);
    case 'date':
      return fc.constantFrom('1999-01-01', '2026-03-02');
    case 'file':
      return fc.constant([file]);
    case 'certificate':
      return fc.record({ validFrom: fc.constantFrom('2024-01-01', '2026-03-03'), validTo: fc.constantFrom(null, '2026-03-03', '2031-01-01') }).map((dates) => ({ ...certificate, ...dates }));
  }
}

const filled = fc.tuple(...questionsOf(standard).map((question) => fc.record({ given: anyAnswer(question), silent: fc.boolean() }).map(({ given, silent }) => ({ question, given: silent && !question.required ? null : given })))).map((all) => {
  let answers: Answers = {};
  for (const { question, given } of all) if (isAsked(standard, question, answers)) answers = { ...answers, [question.question]: given };
  return answers;
});

describe('answers, whatever they are,', () => {
  it('are taken when each that is asked is of its kind; scores stay in bounds, and silence never scores more than an answer', () => {
    fc.assert(
      fc.property(filled, fc.constantFrom(...questionsOf(standard)), (answers, { question, when }) => {
        expect(answerFaults(standard, answers)).toEqual([]);
        expect(answersSchema.safeParse(answers).success).toBe(true);
        const scored = qualify(standard, answers, day);
        for (const { score, minimum, reached } of [...scored.sections, { score: scored.score, minimum: 0, reached: true }]) {
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(100);
          expect(reached).toBe(score >= minimum);
          expect(Math.round(score * 10) / 10).toBe(score);
        }
        const leads = questionsOf(standard).some((other) => other.when?.question === question);
        if (!leads && when === undefined) expect(qualify(standard, { ...answers, [question]: null }, day).score).toBeLessThanOrEqual(scored.score);
      }),
    );
  });

  it('of any shape are named as faults and never break the reading', () => {
    const any = fc.dictionary(fc.constantFrom('nonsense', ...questionsOf(standard).map(({ question }) => question)), fc.oneof(fc.constant(null), fc.double(), fc.string(), fc.array(fc.string()), fc.constant(certificate)));
    fc.assert(
      fc.property(any, (answers) => {
        const unfit = answerFaults(standard, answers);
        if (unfit.length === 0) expect(qualify(standard, answers, day).score).toBeLessThanOrEqual(100);
        expect(new Set(unfit.map(({ question }) => question)).size).toBe(unfit.length);
      }),
    );
  });
});
