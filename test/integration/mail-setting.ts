import { randomUUID } from 'node:crypto';
import { defaultRectificationTerms } from '#domain/rectification/terms.js';
import type { Database } from '#persistence/database.js';

/** Who writes about what. */
export interface MailSetting {
  readonly caseId: string;
  readonly supplierId: string;
  readonly contactId: string;
  /** The contact's address. */
  readonly contact: string;
}

const at = new Date('2026-11-24T09:00:00Z');

/** A supplier with one contact, and a case of it without a workflow; unless told otherwise one that has run its course. */
export async function settleMailSetting(db: Database, ofCase: object = {}): Promise<MailSetting> {
  const [supplierId, contactId, caseId] = [randomUUID(), randomUUID(), randomUUID()];
  const contact = `contact-${contactId.slice(0, 8)}@example.com`;
  const times = { createdAt: at, updatedAt: at };
  const kind = { kind: 'product', status: 'active', segment: 'routine', categories: [], version: 1 };
  const name = { code: `S-${supplierId}`, name: 'Example Castings', timeZone: 'UTC', language: 'en' };
  await db.prisma.supplier.create({ data: { id: supplierId, ...name, ...kind, ...times } });
  await db.prisma.contact.create({ data: { id: contactId, supplierId, name: 'Quality contact', email: contact, role: 'quality', position: 0 } });
  await db.prisma.case.create({
    data: {
      id: caseId,
      process: 'rectification',
      supplierId,
      cause: `manual:${caseId}`,
      title: 'Late again',
      stage: 'closed',
      status: 'closed',
      overdue: false,
      policyVersion: 1,
      confidential: false,
      sequence: 7,
      schemaVersion: 1,
      state: { stage: 'closed', terms: defaultRectificationTerms, extensions: {}, ...ofCase },
      headHash: '',
      workflowId: `rectification:${caseId}`,
      openedAt: at,
      updatedAt: at,
      ...ofCase,
    },
  });
  return { caseId, supplierId, contactId, contact };
}
