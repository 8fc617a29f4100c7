import { DISRUPTION_CAUSE } from '#domain/monitoring/rules.js';
import { caseAddress } from '#messaging/case-address.js';
import { languageOf, speak } from '#messaging/catalogs/speak.js';
import { disruptionReported } from '#messaging/letters/disruption.js';
import { renderLetter } from '#messaging/render.js';
import { inRoles, ownerAmong } from '#persistence/access/desks.js';
import { openCaseId } from '#persistence/cases/read.js';
import { storeSubmission } from '#persistence/cases/submissions.js';
import type { Database, Transaction } from '#persistence/database.js';
import type { Person, Submission, Supplier } from '#persistence/generated/client.js';
import { impactsOf, type Impact } from '#persistence/monitoring/impact.js';
import { noticeRow } from '#persistence/outbox/notice.js';
import { insertOutbox, type NewOutboxMessage } from '#persistence/outbox/outbox.js';
import { currentPolicy } from '#persistence/policies/policies.js';
import { rectification } from '#workflows/rectification/contract.js';
import { v5 as uuidv5 } from 'uuid';
import { settle, type Engine } from './act.js';
import { newCaseId } from './command-id.js';
import type { DisruptionReport, Outcome } from './door.js';
import { standingOf, startOpened } from './open.js';
import { reportRecurrence } from './recurrence.js';

/**
 * Says at once what depends on the supplier, tells its owner and the managers, and opens a critical rectification. What was
 * reported is stored with its mails before any workflow hears of it: while Temporal is away people are told all the same,
 * and the sweeper opens the case. Refused with `merged`, or with `twin` while a case of a disruption is open.
 */
export async function reportDisruption(engine: Engine, report: DisruptionReport): Promise<Outcome> {
  const { supplierId, commandId, receivedAt } = report;
  const caseId = newCaseId(commandId);
  const standing = await standingOf(engine, rectification, caseId);
  if (standing) return { status: 'applied', standing };
  const supplier = await engine.db.prisma.supplier.findUnique({ where: { id: supplierId } });
  if (!supplier) return { status: 'invalid', problems: [{ path: 'supplierId', message: 'there is no such supplier' }] };
  if (supplier.mergedIntoId) return { status: 'refused', code: 'merged', message: `This supplier was merged; report ${supplier.mergedIntoId} in its place.` };
  const twin = await openCaseId(engine.db, rectification.process, supplierId, DISRUPTION_CAUSE);
  if (twin) return (await reportRecurrence(engine, { ...report, runningId: twin, text: report.description })) ?? twinOf(twin);
  const submission = await store(engine.db, report, supplier);
  const outcome = await settle(engine, submission, await startOpened(engine, submission), { at: receivedAt, withdraw: false });
  if (outcome.status !== 'refused' || outcome.code !== 'twin') return outcome;
  const running = await openCaseId(engine.db, rectification.process, supplierId, DISRUPTION_CAUSE);
  return running ? twinOf(running) : outcome;
}

/** Report, impact and mails stand together; the same report again finds the first. */
function store(db: Database, report: DisruptionReport, supplier: Supplier): Promise<Submission> {
  const { commandId, description, actor, channel, receivedAt } = report;
  return db.transaction(async (tx) => {
    const impact = await impactAt(tx, supplier.id, receivedAt);
    const { version: policyVersion } = await currentPolicy(tx);
    const submission = await storeSubmission({ prisma: tx }, {
      commandId,
      process: rectification.process,
      caseId: newCaseId(commandId),
      supplierId: supplier.id,
      command: 'open',
      facts: { severity: 'critical', cause: DISRUPTION_CAUSE, policyVersion, evidence: { ...impact } },
      content: { title: speak(languageOf(supplier.language))('finding.supplyStopped'), description },
      actor,
      channel,
      expectedSequence: null,
      receivedAt,
    });
    const people = await tx.person.findMany({ where: { active: true }, orderBy: { createdAt: 'asc' } });
    const readers = new Set([...ownerAmong(people, supplier.ownerId), ...inRoles(people, 'manager', 'admin')]);
    await insertOutbox(tx, [...readers].map((reader) => mailTo(reader, { report, supplier, impact, caseId: submission.caseId })));
    return submission;
  });
}

async function impactAt(tx: Transaction, supplierId: string, at: Date): Promise<Impact> {
  const impacts = await impactsOf({ tx, asOf: at.toISOString().slice(0, 10), cutOffAt: at }, [supplierId]);
  return impacts.get(supplierId) ?? { openLines: 0, openOrders: 0, openValue: [], soleCategories: [] };
}

function mailTo(reader: Person, { report, supplier, impact, caseId }: { report: DisruptionReport; supplier: Supplier; impact: Impact; caseId: string }): NewOutboxMessage {
  const language = languageOf(reader.language);
  const { person, description, publicUrl, domain, receivedAt, commandId } = report;
  const letter = disruptionReported({
    ...impact,
    language,
    supplier: supplier.name,
    person,
    description,
    caseNumber: caseId.slice(0, 8),
    url: caseAddress({ publicUrl, id: caseId }),
  });
  return noticeRow({
    id: uuidv5(`disruption:${reader.id}`, commandId),
    template: 'monitoring.disruption',
    recipient: { kind: 'person', id: reader.id, address: reader.email, language },
    mail: renderLetter(letter, { language, recipientName: reader.name }),
    supplierId: supplier.id,
    domain,
    at: receivedAt,
  });
}

function twinOf(runningId: string): Outcome {
  return { status: 'refused', code: 'twin', message: `A disruption of this supplier has an open case already: ${runningId}.`, runningId };
}
