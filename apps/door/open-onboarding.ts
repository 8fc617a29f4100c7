import { openOnboardingSchema } from '#domain/onboarding/commands.js';
import type { OnboardingOpening } from '#domain/onboarding/transition.js';
import { supplierCodeOf } from '#domain/supplier/code.js';
import { statusAfter, type SupplierStatus } from '#domain/supplier/status.js';
import { openCaseId } from '#persistence/cases/read.js';
import type { Database } from '#persistence/database.js';
import { checkSupplier } from '#persistence/duplicates/check.js';
import { DuplicateTaxId } from '#persistence/duplicates/tax-id.js';
import { questionnaireFor } from '#persistence/questionnaires/questionnaires.js';
import { createSupplier } from '#persistence/suppliers/suppliers.js';
import { onboarding } from '#workflows/onboarding/contract.js';
import { v5 as uuidv5 } from 'uuid';
import type { z } from 'zod';
import type { OpenRequest, Outcome } from './door.js';
import { invitation, ONBOARDING_CAUSE, type OnboardingFacts } from './invitation.js';
import type { Opener } from './opener.js';
import { problemsOf } from './parse.js';

type Body = z.infer<typeof openOnboardingSchema>;
type Refused = Extract<Outcome, { status: 'invalid' | 'refused' }>;

/** How an onboarding is opened: the supplier is stored as a prospect, which the first decision of the case makes one that comes in. */
export const onboardingOpener: Opener = {
  contract: onboarding,
  async prepare({ db }, request) {
    const parsed = openOnboardingSchema.strict().safeParse(request.body);
    if (!parsed.success) return { status: 'invalid', problems: problemsOf(parsed) };
    const { data } = parsed;
    const supplierId = data.supplierId ?? uuidv5('onboarding supplier', request.commandId);
    const refused = data.supplierId === undefined ? await newcomer(db, request, { body: data, supplierId }) : await returning(db, data.supplierId);
    if (refused) return refused;
    return { supplierId, ...invitation({ language: data.language, askedBy: [request.actor.id] }) };
  },
  async begin({ caseId, supplierId, facts }, { policy, version }, { db }) {
    const { cause, askedBy } = facts as unknown as OnboardingFacts;
    const terms = { ...policy.onboarding, questionnaire: await questionnaireFor(db, supplierId) };
    const opening: OnboardingOpening = { caseId, supplierId, cause, terms, segmentation: policy.segmentation, policyVersion: version, askedBy };
    return { opening, summary: 'Onboarding' };
  },
  twin: (runningId) => `The supplier is being onboarded already: ${runningId}.`,
};

/** Who was turned away or has left can come again; who is blocked, or is a supplier, cannot. */
async function returning(db: Database, supplierId: string): Promise<Refused | null> {
  const found = await db.prisma.supplier.findUnique({ where: { id: supplierId }, select: { status: true, mergedIntoId: true } });
  if (!found) return { status: 'invalid', problems: [{ path: 'supplierId', message: 'there is no such supplier' }] };
  const status = found.status as SupplierStatus;
  if (status === 'blocked') return blocked(supplierId);
  // One that is coming in has its case, which the twin names; one that was merged is refused by all openings.
  if (found.mergedIntoId !== null || status === 'onboarding' || statusAfter(status, 'invite') !== null) return null;
  return { status: 'refused', code: 'supplierStatus', message: `The supplier is ${status}: there is nothing to onboard.`, runningId: supplierId };
}

async function newcomer(db: Database, { receivedAt, actor }: OpenRequest, { body, supplierId }: { body: Body; supplierId: string }): Promise<Refused | null> {
  const { name, country, language, timeZone, taxId, kind, categories, email, contactName } = body;
  const known = await checkSupplier(db, { name, country, ...(taxId === null ? {} : { taxId }) });
  const barred = known.find(({ supplierId: id, status, similarity, ...each }) => id !== supplierId && status === 'blocked' && each.country === country && similarity === 1);
  if (barred) return blocked(barred.supplierId);
  if ((await db.prisma.supplier.count({ where: { id: supplierId } })) > 0) return null;
  const contacts = [{ name: contactName ?? name, email, role: 'contact', language: null }];
  const owner = actor.kind === 'staff' ? await db.prisma.person.findFirst({ where: { id: actor.id, active: true }, select: { id: true } }) : null;
  try {
    const code = await freeCode(db, name, supplierId);
    await createSupplier(db, { id: supplierId, supplier: { code, name, country, language, timeZone, taxId, kind, categories, contacts }, ownerId: owner?.id ?? null, begins: 'invited', at: receivedAt });
    return null;
  } catch (error) {
    if (!(error instanceof DuplicateTaxId)) throw error;
    const runningId = (await openCaseId(db, onboarding.process, error.existingId, ONBOARDING_CAUSE)) ?? error.existingId;
    return { status: 'refused', code: error.code, message: error.message, runningId };
  }
}

/** The code made from the name, or, where another supplier has it, with the beginning of the id. */
async function freeCode(db: Database, name: string, supplierId: string): Promise<string> {
  const code = supplierCodeOf(name) || 'supplier';
  const taken = await db.prisma.supplier.count({ where: { code } });
  return taken === 0 ? code : `${code}-${supplierId.slice(0, 8)}`;
}

function blocked(supplierId: string): Refused {
  return { status: 'refused', code: 'blocked', message: 'This supplier is blocked; it cannot be invited.', runningId: supplierId };
}
