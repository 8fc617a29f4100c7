import { indicators } from '../indicators/catalogue.js';
import { explainScore } from './explain.js';
import type { Explanation } from './explanation.js';
import { explanationLanguages, indicatorWords } from './indicator-words.js';

const explanation: Explanation = {
  policyVersion: 7,
  segment: 'bottleneck',
  lines: [
    { indicator: 'onTimeDelivery', status: 'ok', numerator: '9', denominator: '12', sample: 12, minimumSample: 3, value: '75', normaliser: { kind: 'linear', floor: 50, target: 100 }, points: '50', weight: 40, sharedWeight: '50', contribution: '25' },
    { indicator: 'meanLateness', status: 'ok', numerator: '16', denominator: '8', sample: 8, minimumSample: 3, value: '2', normaliser: { kind: 'bands', bands: [{ bound: 1, points: 100 }, { bound: 3, points: 70 }], otherwise: 0 }, points: '70', weight: 40, sharedWeight: '50', contribution: '35' },
    { indicator: 'qualityPassRate', status: 'insufficientData', numerator: '0', denominator: '0', sample: 0, minimumSample: 3, value: null, normaliser: { kind: 'step', threshold: 99 }, points: null, weight: 20, sharedWeight: null, contribution: null },
  ],
  weightWithData: '80',
  minimumWeightShare: 60,
  sum: '60',
  score: '60.0',
  gradeBounds: { A: 90, B: 75 },
  gradeByScore: 'C',
  gates: [{ gate: 'forgedCertificate', highestGrade: 'C', fatal: true }],
  grade: 'C',
};

describe('an explanation in words', () => {
  it.each(explanationLanguages)('carries every number of the arithmetic in %s', (language) => {
    const text = explainScore(explanation, indicators, language).join('\n');
    const written = (text: string) => (language === 'ru' ? text.replace('.', ',') : text);
    for (const arithmetic of ['9 / 12 × 100 = 75', '(75 − 50) / (100 − 50) × 100 = 50', '16 / 8 = 2', '40 / 80', '50 × 50 / 100 = 25', '70 × 50 / 100 = 35', '25 + 35 = 60', '60.0'])
      expect(text).toContain(written(arithmetic));
    expect(text.split('\n')).toHaveLength(explainScore(explanation).length);
  });

  it('shows summands and sum with the same places, so that they can be added up', () => {
    const contribution = (text: string) => ({ ...explanation.lines[0]!, contribution: text });
    const sumOf = (lines: Explanation['lines'], sum: string) => explainScore({ ...explanation, lines, sum, score: '36.7' }).find((line) => line.startsWith('Sum'));
    expect(sumOf([contribution('3.3333333333'), contribution('33.33')], '36.6633333333')).toBe('Sum: 3.3333333333 + 33.33 = 36.6633333333; with one decimal, half up: 36.7.');
    // Three times a third is one, and what is shown of it is not.
    expect(sumOf([contribution('12.2222222222'), contribution('24.4444444444')], '36.6666666667')).toContain('12.2222222222 + 24.4444444444 ≈ 36.6666666667');
  });

  it.each([['1', '1 балл.'], ['2', '2 балла.'], ['62.5', '62,5 балла.'], ['100', '100 баллов.']])('counts %s points as Russian does', (points, told) => {
    const lines = [{ ...explanation.lines[0]!, points }];
    expect(explainScore({ ...explanation, lines }, indicators, 'ru').join('\n')).toContain(`= ${told}`);
  });

  it('says by which day a gate held', () => {
    const told = (language: 'en' | 'ru' | 'zh') => explainScore(explanation, indicators, language, '2026-11-22').at(-2);
    expect(told('en')).toBe('At most C, because a certificate was found to be forged (looked at on 2026-11-22). This is fatal: a phase-out is proposed.');
    expect([told('ru'), told('zh')]).toEqual([expect.stringContaining('по состоянию на 2026-11-22'), expect.stringContaining('截至 2026-11-22')]);
  });

  it('calls each of our indicators by a name of its own in each language', () => {
    for (const language of explanationLanguages) {
      const titles = indicators.map((definition) => indicatorWords(definition, language).title);
      expect(new Set(titles).size).toBe(indicators.length);
      if (language !== 'en') for (const definition of indicators) expect(indicatorWords(definition, language).title).not.toBe(definition.title);
    }
  });

  it('is written in the script of its language', () => {
    expect(explainScore(explanation, indicators, 'ru').join(' ')).toMatch(/Своевременность поставок .*не более 1 дн\..*Недостаточно данных.*поддельным/s);
    expect(explainScore(explanation, indicators, 'zh').join(' ')).toMatch(/准时交付率.*不高于 1 天.*数据不足.*伪造证书/s);
  });
});
