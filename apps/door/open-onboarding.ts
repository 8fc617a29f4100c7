import { openOnboardingSchema } from '#domain/onboarding/commands.js';
import type { OnboardingOpening } from '#domain/onboarding/transition.js';
import { statusAfter, type SupplierStatus } from '#domain/supplier/status.js';
import { openCaseId } from '#persistence/cases/read.js';
import type { Database } from '#persistence/database.js';
import { checkSupplier } from '#persistence/duplicates/check.js';
import { DuplicateTaxId } from '#persistence/duplicates/tax-id.js';
import { questionnaireFor } from '#persistence/questionnaires/questionnaires.js';
import { onboarding } from '#workflows/onboarding/contract.js';
import { v5 as uuidv5 } from 'uuid';
import type { z } from 'zod';
import type { OpenRequest, Outcome } from './door.js';
import { invitation, ONBOARDING_CAUSE, type OnboardingFacts } from './invitation.js';
import { blockedTwin, ownerAmong, storeNewcomer } from './newcomer.js';
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
    return { supplierId, ...invitation({ language: data.language, askedBy: [request.actor.id], segment: data.expectedSegment ?? null, spend: data.expectedSpend ?? null }) };
  },
  async begin({ caseId, supplierId, facts }, { policy, version }, { db }) {
    const { cause, askedBy, expected, requalifies = false } = facts as unknown as OnboardingFacts;
    const terms = { ...policy.onboarding, questionnaire: await questionnaireFor(db, supplierId) };
    const opening: OnboardingOpening = { caseId, supplierId, cause, terms, segmentation: policy.segmentation, policyVersion: version, askedBy, requalifies, ...(expected ? { expected } : {}) };
    return { opening, summary: requalifies ? 'Onboarding, qualified anew' : 'Onboarding' };
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
  const { contactName = null, supplierId: _returning, expectedSegment: _segment, expectedSpend: _spend, ...master } = body;
  const { name, country, taxId } = master;
  const known = await checkSupplier(db, { name, country, ...(taxId === null ? {} : { taxId }) });
  const barred = blockedTwin(known.filter((each) => each.supplierId !== supplierId), master);
  if (barred) return blocked(barred.supplierId);
  if ((await db.prisma.supplier.count({ where: { id: supplierId } })) > 0) return null;
  try {
    await storeNewcomer(db, { id: supplierId, newcomer: { ...master, contactName }, ownerId: await ownerAmong(db, actor), at: receivedAt });
    return null;
  } catch (error) {
    if (!(error instanceof DuplicateTaxId)) throw error;
    const runningId = (await openCaseId(db, onboarding.process, error.existingId, ONBOARDING_CAUSE)) ?? error.existingId;
    return { status: 'refused', code: error.code, message: error.message, runningId };
  }
}

function blocked(supplierId: string): Refused {
  return { status: 'refused', code: 'blocked', message: 'This supplier is blocked; it cannot be invited.', runningId: supplierId };
}
