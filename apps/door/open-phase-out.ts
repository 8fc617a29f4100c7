import { openPhaseOutSchema } from '#domain/phase-out/commands.js';
import type { Supply } from '#domain/phase-out/supply.js';
import type { PhaseOutOpening } from '#domain/phase-out/transition.js';
import { statusAfter, type SupplierStatus } from '#domain/supplier/status.js';
import { languageOf, speak } from '#messaging/catalogs/speak.js';
import { backupsOf } from '#persistence/phase-outs/backups.js';
import { readSupplyIn } from '#persistence/phase-outs/supply.js';
import { phaseOut } from '#workflows/phase-out/contract.js';
import type { Opener } from './opener.js';
import { problemsOf } from './parse.js';

/** A supplier is phased out once at a time. */
const CAUSE = 'phaseOut';

interface OpeningFacts {
  readonly cause: string;
  readonly askedBy: readonly string[];
  readonly supply: Supply;
}

/** How a phase-out is opened: with what the facts say of the supplier at that time, which those who approve it read. */
export const phaseOutOpener: Opener = {
  contract: phaseOut,
  async prepare({ db }, { body, actor, askedBy = [], receivedAt }) {
    const parsed = openPhaseOutSchema.strict().safeParse(body);
    if (!parsed.success) return { status: 'invalid', problems: problemsOf(parsed) };
    const { supplierId, reason } = parsed.data;
    return db.transaction(async (tx) => {
      const supplier = await tx.supplier.findUnique({ where: { id: supplierId }, select: { status: true, language: true, mergedIntoId: true } });
      if (!supplier) return { status: 'invalid', problems: [{ path: 'supplierId', message: 'there is no such supplier' }] };
      const status = supplier.status as SupplierStatus;
      // One that is being phased out has its case, which the twin names.
      if (supplier.mergedIntoId === null && status !== 'phasing-out' && statusAfter(status, 'phaseOut') === null) {
        return { status: 'refused', code: 'supplierStatus', message: `The supplier is ${status}: only one that we buy from can be phased out.` };
      }
      const backups = await backupsOf(tx, supplierId);
      const supply = await readSupplyIn(tx, { supplierId, backups: backups.map(({ category, supplierId: backupId }) => ({ category, supplierId: backupId })), at: receivedAt });
      return {
        supplierId,
        facts: { cause: CAUSE, askedBy: [...new Set([actor.id, ...askedBy])], supply: { ...supply } as never },
        content: { title: speak(languageOf(supplier.language))('leaving.title'), description: reason },
      };
    });
  },
  begin({ caseId, supplierId, facts }, { policy, version }) {
    const { cause, askedBy, supply } = facts as unknown as OpeningFacts;
    const opening: PhaseOutOpening = { caseId, supplierId, cause, terms: policy.phaseOut, policyVersion: version, askedBy, supply };
    return { opening, summary: 'Phase-out' };
  },
  twin: (runningId) => `The supplier is being phased out already: ${runningId}.`,
};
