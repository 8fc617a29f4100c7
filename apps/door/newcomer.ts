import type { Actor } from '#domain/process/decision.js';
import { supplierCodeOf } from '#domain/supplier/code.js';
import type { NewSupplier } from '#domain/supplier/supplier.js';
import { connectionOf, type Database, type Transaction } from '#persistence/database.js';
import type { CheckedSupplier } from '#persistence/duplicates/check.js';
import { createSupplier } from '#persistence/suppliers/suppliers.js';

/** A supplier that nobody knows yet, and whom its invitation addresses. */
export interface Newcomer extends Omit<NewSupplier, 'code' | 'contacts'> {
  readonly contactName: string | null;
  readonly email: string;
}

/** The blocked supplier that the newcomer certainly is: by its tax id, or by a name of the same country that differs in nothing that tells companies apart. */
export function blockedTwin(known: readonly CheckedSupplier[], { country }: Pick<Newcomer, 'country'>): CheckedSupplier | undefined {
  return known.find((each) => each.status === 'blocked' && each.kind !== 'sameEmail' && each.country === country && each.similarity === 1);
}

/** Whose supplier a newcomer is: the person's who asked for it; a key or Steward itself owns none. */
export async function ownerAmong(db: Database | Transaction, actor: Actor): Promise<string | null> {
  if (actor.kind !== 'staff') return null;
  const person = await connectionOf(db).person.findFirst({ where: { id: actor.id, active: true }, select: { id: true } });
  return person?.id ?? null;
}

/** Stores a newcomer as a prospect, which the first decision of its onboarding makes one that comes in. @throws DuplicateTaxId */
export async function storeNewcomer(db: Database | Transaction, { id, newcomer, ownerId, at }: { id: string; newcomer: Newcomer; ownerId: string | null; at: Date }): Promise<void> {
  const { contactName, email, ...master } = newcomer;
  const contacts = [{ name: contactName ?? master.name, email, role: 'contact', language: null }];
  const code = await freeCode(db, master.name, id);
  await createSupplier(db, { id, supplier: { ...master, code, contacts }, ownerId, begins: 'invited', at });
}

/** The code made from the name, or, where another supplier has it, with the beginning of the id. */
async function freeCode(db: Database | Transaction, name: string, supplierId: string): Promise<string> {
  const code = supplierCodeOf(name) || 'supplier';
  const taken = await connectionOf(db).supplier.count({ where: { code } });
  return taken === 0 ? code : `${code}-${supplierId.slice(0, 8)}`;
}
