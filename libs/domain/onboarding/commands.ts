import { z } from 'zod';
import { answersSchema } from '../questionnaire/answers.js';
import type { Qualification } from '../questionnaire/qualify.js';
import { severities, type Severity } from '../rectification/terms.js';
import { segments } from '../supplier/status.js';
import { newSupplierBody } from '../supplier/supplier.js';
import { agreedContractSchema } from './agreed-contract.js';
import type { Authority, Named } from './approvals.js';

const LONGEST_TEXT = 20_000;
const text = z.string().trim().min(1, 'must not be empty').max(LONGEST_TEXT);
const comment = text.optional();
const files = z.array(z.uuid()).max(10).optional();
const line = z.string().trim().min(1).max(200).regex(/^\P{Cc}*$/u, 'must be one line without control characters');
const findingSchema = z.strictObject({
  severity: z.enum(severities),
  title: line,
  description: z.string().trim().max(LONGEST_TEXT).optional(),
});
const choices = z.record(z.string().max(60), z.string().max(60));

/** A finding of an audit, as it was written down. */
export type AuditFinding = z.infer<typeof findingSchema>;

/** See `rectification/commands.ts`: `facts` travel to the workflow, `content` stays in the database. */
interface CommandDefinition {
  readonly facts: z.ZodObject;
  readonly content: z.ZodObject;
  readonly by: 'supplier' | 'buyer' | 'either';
  readonly permission: string;
  /** See `CommandContract`. */
  readonly byRight?: true;
  readonly summary: string;
}

/** What opens an onboarding (`POST /onboardings`). */
export const openOnboardingSchema = z.object({
  name: newSupplierBody.shape.name,
  country: newSupplierBody.shape.country,
  language: newSupplierBody.shape.language,
  timeZone: newSupplierBody.shape.timeZone,
  email: z.string().trim().toLowerCase().pipe(z.email()),
  contactName: line.optional().describe('Whom the invitation addresses; the company unless said.'),
  taxId: newSupplierBody.shape.taxId,
  kind: newSupplierBody.shape.kind,
  categories: newSupplierBody.shape.categories,
  expectedSegment: z.enum(segments).optional().describe('Proposed where the supplier is placed.'),
  expectedSpend: z.number().min(0).max(1e12).optional().describe('Expected yearly spend; proposed where the supplier is placed.'),
  supplierId: z.uuid().optional().describe('The inactive, rejected or only known supplier that comes (back), with its history; its master data stay as they are.'),
});

/** Every command of an onboarding by the name of its Update. */
export const onboardingCommands = {
  answerQuestionnaire: {
    facts: z.object({ agreement: z.string().max(60).optional().describe('Version of the agreement on confidentiality and data use that is accepted.') }),
    content: z.object({
      answers: answersSchema.describe('An answer to each question that is asked, by its kind: a choice or a list of them, a number, a text, a date, ids of files, a certificate; null: no answer, which scores 0.'),
      signatory: line.optional().describe('Who signs the agreement for the supplier.'),
      comment,
      files,
    }),
    by: 'either',
    permission: 'onboarding:act',
    summary: 'The answers to the whole questionnaire, as the supplier gives them or as procurement records them; scored by the sections of the questionnaire.',
  },
  acceptAgreement: {
    facts: z.object({ agreement: z.string().max(60) }),
    content: z.object({ signatory: line, files }),
    by: 'either',
    permission: 'onboarding:act',
    summary: 'The supplier accepts the agreement on confidentiality and data use, in this version, by this signatory. Nobody becomes active without it.',
  },
  requestInformation: {
    facts: z.object({}),
    content: z.object({ text }),
    by: 'buyer',
    permission: 'onboarding:act',
    summary: 'Asks the supplier for something besides, in any stage; the stage waits for it.',
  },
  provideInformation: {
    facts: z.object({}),
    content: z.object({ text, files }),
    by: 'either',
    permission: 'onboarding:act',
    summary: 'What the supplier was asked for besides.',
  },
  requestExtension: {
    facts: z.object({ businessDays: z.int().min(1).max(260) }),
    content: z.object({ reason: text }),
    by: 'either',
    permission: 'onboarding:act',
    summary: 'More time for the supplier’s present step – its answers, or what it was asked for besides –, with a reason; its clock stands still until that is decided.',
  },
  decideExtension: {
    facts: z.object({ decision: z.enum(['grant', 'refuse']) }),
    content: z.object({ comment }),
    by: 'buyer',
    permission: 'onboarding:act',
    summary: 'Grants or refuses the extension that was asked for. Never by who asked for it.',
  },
  acceptDocuments: {
    facts: z.object({}),
    content: z.object({ comment }),
    by: 'buyer',
    permission: 'onboarding:act',
    summary: 'Answers and documents were checked. Where a section is under its minimum a manager has to waive it; else the segment is next.',
  },
  waiveMinimum: {
    facts: z.object({}),
    content: z.object({ reason: text }),
    by: 'buyer',
    permission: 'onboarding:waive',
    summary: 'A manager goes on although a section is under its minimum, for this reason; who waives does not approve.',
  },
  segment: {
    facts: z.object({ answers: choices.describe('Answers to the questions of segmentation.'), expectedSpend: z.number().min(0).max(1e12).describe('Expected yearly spend.') }),
    content: z.object({ comment }),
    by: 'buyer',
    permission: 'onboarding:act',
    summary: 'Places the supplier in Kraljic’s matrix; with the expected spend that decides on the audit and on how many approve.',
  },
  recordAudit: {
    facts: z.object({ result: z.enum(['passed', 'failed']) }),
    content: z.object({ text, findings: z.array(findingSchema).max(50).optional().describe('Each opens a rectification; those that hold are corrected before the approval.'), files }),
    by: 'buyer',
    permission: 'onboarding:audit',
    summary: 'What the audit on site has found. A failed one is audited again or leads to a rejection.',
  },
  lookAgain: {
    facts: z.object({}),
    content: z.object({ comment }),
    by: 'buyer',
    permission: 'onboarding:act',
    summary: 'Looks whether what the audits have found is corrected, as it does by itself when a rectification has been verified.',
  },
  approve: {
    facts: z.object({}),
    content: z.object({ comment }),
    by: 'buyer',
    permission: 'onboarding:approve',
    byRight: true,
    summary: 'One approval, by a role that the step asks for or in place of somebody who holds it; each is another person’s, and nobody approves what they asked for.',
  },
  passApproval: {
    facts: z.object({ to: z.uuid().describe('Who is to approve instead; somebody who has not asked for the supplier.') }),
    content: z.object({ comment }),
    by: 'buyer',
    permission: 'onboarding:approve',
    byRight: true,
    summary: 'Passes the approval that is asked of you on to somebody else who may approve suppliers.',
  },
  agreeContract: {
    facts: z.object({}),
    content: z.object({ text, contract: agreedContractSchema.optional().describe('What of it becomes a fact: dates, terms, notice period and agreed KPI targets.'), files }),
    by: 'buyer',
    permission: 'onboarding:act',
    summary: 'Contract terms and KPI targets are agreed; the trial begins.',
  },
  concludeTrial: {
    facts: z.object({ result: z.enum(['passed', 'failed']) }),
    content: z.object({ text, files }),
    by: 'buyer',
    permission: 'onboarding:act',
    summary: 'Ends the trial by a person, for this reason: before its time, or where the grade of its deliveries does not say it passed.',
  },
  reject: {
    facts: z.object({}),
    content: z.object({ reason: text }),
    by: 'buyer',
    permission: 'onboarding:reject',
    summary: 'The supplier is rejected, for this reason, which it is told. Only a new onboarding leaves that.',
  },
  withdraw: {
    facts: z.object({}),
    content: z.object({ reason: text }),
    by: 'either',
    permission: 'onboarding:act',
    summary: 'The supplier, or we, no longer want it.',
  },
  markDuplicate: {
    facts: z.object({ of: z.uuid() }),
    content: z.object({ comment }),
    by: 'buyer',
    permission: 'onboarding:act',
    summary: 'The supplier is known already, as the one named.',
  },
} as const satisfies Record<string, CommandDefinition>;

/** Name of a command. */
export type OnboardingCommandName = keyof typeof onboardingCommands;

/** What the way in works out from the answers, which stay in the database; no body can claim it. */
export interface AnswerFacts {
  readonly qualification?: Qualification;
}

/** What the way in reads of the findings, which stay in the database; no body can claim it. */
export interface AuditFacts {
  readonly severities?: readonly Severity[];
}

/** What the way in knows of who gives a command; no body can claim it. */
export interface RightFacts {
  readonly authority?: Authority | undefined;
  /** Of the person whom the command names. */
  readonly named?: Named | undefined;
}

type FactsOf<Name extends OnboardingCommandName> = z.infer<(typeof onboardingCommands)[Name]['facts']> &
  (Name extends 'answerQuestionnaire' ? AnswerFacts : Name extends 'recordAudit' ? AuditFacts : Name extends 'approve' | 'passApproval' ? RightFacts : unknown);

/** A command as the workflow takes it. */
export type OnboardingCommand = {
  [Name in OnboardingCommandName]: { readonly name: Name; readonly facts: FactsOf<Name> };
}[OnboardingCommandName];
