import { shareUndone, type Effect, type FinalEffect } from '#domain/phase-out/effects.js';
import type { PhaseOutState } from '#domain/phase-out/state.js';
import type { CaseCommit } from '../cases/case-commit.js';
import type { Transaction } from '../database.js';
import { announce, told } from '../webhooks/announce.js';
import { heldShare, writeShares } from './order-shares.js';

/** Does and undoes what a decision of a phase-out changes outside of its case; the status is the commit's own. */
export async function writePhaseOut(tx: Transaction, input: CaseCommit): Promise<void> {
  const { effects } = input.state as PhaseOutState;
  for (const effect of effects.does) await doEffect(tx, input, effect);
  for (const effect of effects.undoes) await undoEffect(tx, input, effect);
}

async function doEffect(tx: Transaction, input: CaseCommit, effect: Effect | FinalEffect): Promise<void> {
  switch (effect.kind) {
    case 'orderBlock':
      return blockOrders(tx, input, effect.from);
    case 'shares':
      return writeShares(tx, effect.changes.map(({ category, supplierId, to }) => ({ ...byCase(input), category, supplierId, percent: to })));
    case 'accessRevoked':
      return revokeAccess(tx, input);
  }
}

async function undoEffect(tx: Transaction, input: CaseCommit, effect: Effect): Promise<void> {
  if (effect.kind === 'orderBlock') return blockOrders(tx, input, null);
  if (effect.kind !== 'shares') return;
  for (const change of effect.changes.toReversed()) {
    const held = await heldShare(tx, change.supplierId, change.category);
    const percent = shareUndone(held?.percent?.toNumber() ?? null, change);
    await writeShares(tx, [{ ...byCase(input), category: change.category, supplierId: change.supplierId, percent }]);
  }
}

function byCase({ caseId, command, at }: CaseCommit) {
  return { caseId, setBy: command.actor.id, validFrom: at.toISOString().slice(0, 10), at };
}

async function blockOrders(tx: Transaction, { supplierId, caseId, at, previousSequence }: CaseCommit, from: string | null): Promise<void> {
  await tx.supplier.update({ where: { id: supplierId }, data: { ordersBlockedFrom: from === null ? null : new Date(from), updatedAt: at, version: { increment: 1 } } });
  const about = { key: `${caseId}:${previousSequence + 1}`, at, caseId };
  const data = { supplierId, caseId };
  await announce(tx, [
    from === null ? told('supplier.ordersUnblocked', { ...about, data }) : told('supplier.ordersBlocked', { ...about, data: { ...data, ordersBlockedFrom: from } }),
  ]);
}

/** Whatever was mailed opens nothing any more. */
async function revokeAccess(tx: Transaction, { supplierId, at }: CaseCommit): Promise<void> {
  await tx.link.updateMany({ where: { supplierId, revokedAt: null }, data: { revokedAt: at } });
}
