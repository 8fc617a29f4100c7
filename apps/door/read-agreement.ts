import { agreementOf } from '#domain/questionnaire/agreement.js';
import { languageOf, speak } from '#messaging/catalogs/speak.js';
import type { ContentReader } from './content-reader.js';

/** What was signed by whom, word for word, so that the conversation and the receipt hold it. */
export const readAgreement: ContentReader = async (db, { supplierId, facts, content }) => {
  const supplier = await db.prisma.supplier.findUniqueOrThrow({ where: { id: supplierId }, select: { language: true } });
  const language = languageOf(supplier.language);
  const say = speak(language);
  const version = String(facts['agreement']);
  const paragraphs = agreementOf(version)?.map((words) => words[language]) ?? [say('joining.page.agreement.asSent')];
  const signed = say('joining.page.agreement.signed', { signatory: String(content['signatory']) });
  return { facts: {}, content: { text: [say('joining.page.agreement'), say('joining.page.agreement.version', { version }), ...paragraphs, signed].join('\n\n') } };
};
