import { Decimal } from 'decimal.js';
import { z } from 'zod';

/** Kraljic's two axes, each 0–100. */
export const axes = ['supplyRisk', 'profitImpact'] as const;
export type Axis = (typeof axes)[number];

/**
 * What the facts say of a supplier in a category, over the trailing months: how many active suppliers deliver the category,
 * percent of the category's spend that goes to this supplier, percent of all spend that goes into the category, mean days
 * from order to arrival of this supplier's lines in the category.
 */
export const figureNames = ['activeSuppliers', 'shareOfCategory', 'categoryShareOfTotal', 'meanLeadTime'] as const;
export type FigureName = (typeof figureNames)[number];

const name = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/, 'must be a name in camelCase');
const words = z.string().trim().min(1).max(300);
const weight = z.number().gt(0).max(100);
const percent = z.number().min(0).max(100);

const questionSchema = z.strictObject({
  question: name,
  axis: z.enum(axes),
  /** The question as people are asked it. */
  ask: words,
  weight,
  /** The answers that can be chosen: what each means in words, and its points. */
  scale: z.array(z.strictObject({ answer: name, meaning: words, points: percent })).min(2).max(10),
});

const figureSchema = z
  .strictObject({ figure: z.enum(figureNames), axis: z.enum(axes), weight, zeroAt: z.number(), hundredAt: z.number() })
  .refine(({ zeroAt, hundredAt }) => zeroAt !== hundredAt, { path: ['hundredAt'], message: 'must differ from zeroAt' });

/** A question of the policy; see {@link segmentationTermsSchema}. */
export type Question = z.infer<typeof questionSchema>;
/** A figure of the policy: `zeroAt` is worth 0 points, `hundredAt` 100, between them linear. */
export type FigureTerm = z.infer<typeof figureSchema>;

const defaultQuestions: Question[] = [
  {
    question: 'sourcesAvailable',
    axis: 'supplyRisk',
    ask: 'How many other suppliers on the market could deliver this category to our specification?',
    weight: 25,
    scale: [
      { answer: 'none', meaning: 'None: monopoly or patent', points: 100 },
      { answer: 'one', meaning: 'One other', points: 75 },
      { answer: 'few', meaning: 'Two to four', points: 40 },
      { answer: 'many', meaning: 'Five or more', points: 0 },
    ],
  },
  {
    question: 'switchingCost',
    axis: 'supplyRisk',
    ask: 'What does changing to another supplier take?',
    weight: 20,
    scale: [
      { answer: 'prohibitive', meaning: 'New product approval or tooling, more than a year', points: 100 },
      { answer: 'high', meaning: 'Requalification, three to twelve months', points: 70 },
      { answer: 'moderate', meaning: 'Samples and trial order, one to three months', points: 35 },
      { answer: 'low', meaning: 'The next order can go elsewhere', points: 0 },
    ],
  },
  {
    question: 'substitutes',
    axis: 'supplyRisk',
    ask: 'Could something else be used in its place?',
    weight: 15,
    scale: [
      { answer: 'none', meaning: 'Nothing could', points: 100 },
      { answer: 'afterChange', meaning: 'After a change of design or process', points: 60 },
      { answer: 'ready', meaning: 'Yes, at once', points: 0 },
    ],
  },
  {
    question: 'criticality',
    axis: 'profitImpact',
    ask: 'What happens to us when it is missing?',
    weight: 30,
    scale: [
      { answer: 'stops', meaning: 'Production or service stops within a day', points: 100 },
      { answer: 'hinders', meaning: 'Output falls, or within a week', points: 65 },
      { answer: 'inconvenient', meaning: 'Inconvenient, worked around', points: 30 },
      { answer: 'unnoticed', meaning: 'Hardly noticed', points: 0 },
    ],
  },
  {
    question: 'qualityImpact',
    axis: 'profitImpact',
    ask: 'How much does the quality of what we sell depend on it?',
    weight: 20,
    scale: [
      { answer: 'decides', meaning: 'The customer sees it at once', points: 100 },
      { answer: 'contributes', meaning: 'It contributes to it', points: 50 },
      { answer: 'none', meaning: 'Not at all', points: 0 },
    ],
  },
];

const defaultFigures: FigureTerm[] = [
  { figure: 'activeSuppliers', axis: 'supplyRisk', weight: 25, zeroAt: 5, hundredAt: 1 },
  { figure: 'meanLeadTime', axis: 'supplyRisk', weight: 15, zeroAt: 14, hundredAt: 120 },
  { figure: 'categoryShareOfTotal', axis: 'profitImpact', weight: 30, zeroAt: 0, hundredAt: 10 },
  { figure: 'shareOfCategory', axis: 'profitImpact', weight: 20, zeroAt: 0, hundredAt: 50 },
];

const paretoSchema = z
  .strictObject({
    /** Percent of the spend up to which suppliers are of class 1, then of class 2. */
    first: z.number().gt(0).lt(100).default(80),
    second: z.number().gt(0).lt(100).default(95),
    /** The currency in which spend is compared; null: the one of most order lines. */
    currency: z.string().trim().min(1).max(10).nullable().default(null),
  })
  .refine(({ first, second }) => first < second, { path: ['second'], message: 'must lie above the first bound' });

/**
 * The numbers of segmentation as the policy sets them (defaults: domain.md §2). The weights of each axis sum to 100; what
 * has no answer or figure leaves its weight to the rest while at least `minimumWeightShare` of 100 has data.
 */
export const segmentationTermsSchema = z
  .strictObject({
    questions: z.array(questionSchema).max(30).default(defaultQuestions),
    figures: z.array(figureSchema).max(10).default(defaultFigures),
    /** From here on an axis is high. */
    high: z.number().gt(0).max(100).default(50),
    minimumWeightShare: z.number().gt(0).max(100).default(50),
    /** How far back figures and spend look. */
    trailingMonths: z.int().min(1).max(60).default(12),
    /** An override lasts no longer than this. */
    longestOverrideDays: z.int().min(1).max(1830).default(366),
    pareto: paretoSchema.default(() => paretoSchema.parse({})),
  })
  .superRefine((terms, context) => {
    const refuse = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
    const weights = [...terms.questions, ...terms.figures];
    for (const axis of axes) {
      const sum = weights.filter((line) => line.axis === axis).reduce((total, line) => total.plus(line.weight), new Decimal(0));
      if (!sum.equals(100)) refuse(['questions'], `the weights of ${axis} sum to ${sum}, not to 100`);
    }
    terms.questions.forEach(({ question, scale }, index) => {
      if (terms.questions.findIndex((other) => other.question === question) < index) refuse(['questions', index, 'question'], `${question} is asked twice`);
      scale.forEach(({ answer }, step) => {
        if (scale.findIndex((other) => other.answer === answer) < step) refuse(['questions', index, 'scale', step, 'answer'], `${answer} stands there twice`);
      });
    });
    terms.figures.forEach(({ figure, axis }, index) => {
      const twin = terms.figures.findIndex((other) => other.figure === figure && other.axis === axis);
      if (twin < index) refuse(['figures', index, 'figure'], `${figure} is weighed twice on one axis`);
    });
  });

/** See {@link segmentationTermsSchema}. */
export type SegmentationTerms = z.infer<typeof segmentationTermsSchema>;

/** The terms of domain.md. */
export const defaultSegmentationTerms: SegmentationTerms = segmentationTermsSchema.parse({});
