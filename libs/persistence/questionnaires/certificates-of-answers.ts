import { createHash } from 'node:crypto';
import { v5 as uuidv5 } from 'uuid';
import { answerTo, isCertificate } from '#domain/questionnaire/answers.js';
import { questionsOf } from '#domain/questionnaire/questionnaire.js';
import type { CaseCommit } from '../cases/case-commit.js';
import type { Transaction } from '../database.js';
import { answersOf } from './answered.js';
import { readQuestionnaire } from './questionnaires.js';

/** The source of certificates that suppliers have stated when they came in; there they are known by case and question. */
const SOURCE = 'onboarding';

/** Certificates of the answers become facts of the supplier when its documents are accepted, so that their end is watched as that of all others. */
export async function keepCertificates(tx: Transaction, { caseId, supplierId, command, state, at }: CaseCommit): Promise<void> {
  if (command.name !== 'acceptDocuments') return;
  const answered = await answersOf(tx, caseId);
  if (!answered) return;
  const questionnaire = await readQuestionnaire(tx, (state as { terms: { questionnaire: string } }).terms.questionnaire);
  const facts = questionsOf(questionnaire).flatMap((question) => {
    const given = question.kind === 'certificate' ? answerTo(answered.answers, question.question) : undefined;
    return question.kind === 'certificate' && isCertificate(given) ? [{ externalId: `${caseId}:${question.question}`, mandatory: question.mandatory, ...given }] : [];
  });
  await tx.certificate.createMany({
    data: facts.map(({ externalId, kind, number, issuer = null, validFrom, validTo, mandatory, files }) => ({
      id: uuidv5(externalId, caseId),
      supplierId,
      source: SOURCE,
      externalId,
      version: 1,
      kind,
      number,
      issuer,
      validFrom: new Date(validFrom),
      validTo: validTo === null ? null : new Date(validTo),
      mandatory,
      fileIds: files,
      recordedAt: answered.at,
      contentHash: createHash('sha256').update(JSON.stringify([kind, number, issuer, validFrom, validTo, mandatory, files])).digest('hex'),
      arrivedAt: at,
    })),
    skipDuplicates: true,
  });
}
