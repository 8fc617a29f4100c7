import type { Answers } from '#domain/questionnaire/answers.js';

/** Answers to the questionnaire that Steward brings along, with every section above its minimum; they need no files. */
export const goodAnswers: Answers = {
  profitable: 'yes', liquidity: 130, annualReport: null, founded: '1999-01-01', freeCapacity: 25, ownProcess: 'yes', equipment: 'Two casting lines', certified: 'no', certification: 'yes',
  testing: 'yes', methods: ['spc', 'eightD'], onTime: 96, leadTime: 30, tracking: 'yes', references: 'partly', disputes: 'yes', development: 'yes', conduct: 'yes', environment: 'partly', contact: 'yes',
};
