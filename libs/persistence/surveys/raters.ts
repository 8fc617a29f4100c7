import { connectionOf, type Database, type Transaction } from '../database.js';

/** Somebody who rates a supplier. */
export interface RaterRecord {
  readonly personId: string;
  readonly name: string;
  readonly email: string;
  readonly active: boolean;
  readonly assignedBy: string;
  readonly assignedAt: Date;
}

/** One person and one supplier that the person rates. */
export interface Assignment {
  readonly personId: string;
  readonly supplierId: string;
}

/** Somebody or something named in assignments that is not there. */
export class AssignmentUnknown extends Error {
  constructor(
    readonly people: readonly string[],
    readonly suppliers: readonly string[],
  ) {
    super(`Unknown people: ${people.join(', ') || 'none'}; unknown suppliers: ${suppliers.join(', ') || 'none'}.`);
    this.name = 'AssignmentUnknown';
  }
}

/** Who rates a supplier, by name. */
export async function ratersOf(db: Database | Transaction, supplierId: string): Promise<RaterRecord[]> {
  return connectionOf(db).$queryRaw<RaterRecord[]>`
    SELECT p.id AS "personId", p.name, p.email, p.active, a.assigned_by AS "assignedBy", a.assigned_at AS "assignedAt"
    FROM rater_assignments a JOIN people p ON p.id = a.person_id
    WHERE a.supplier_id = ${supplierId}::uuid ORDER BY p.name, p.id`;
}

/** Makes these people, and nobody else, the raters of a supplier. Who was one keeps the day of the assignment. @throws AssignmentUnknown */
export async function replaceRaters(db: Database, change: { supplierId: string; personIds: readonly string[]; by: string; at: Date }): Promise<RaterRecord[]> {
  const { supplierId, personIds, by, at } = change;
  return db.transaction(async (tx) => {
    await tx.raterAssignment.deleteMany({ where: { supplierId, personId: { notIn: [...personIds] } } });
    await insert(tx, personIds.map((personId) => ({ personId, supplierId })), by, at);
    return ratersOf(tx, supplierId);
  });
}

/** Adds and takes back many assignments at once; what is there already, or gone already, stays so. @throws AssignmentUnknown */
export async function changeAssignments(
  db: Database,
  change: { assign: readonly Assignment[]; remove: readonly Assignment[]; by: string; at: Date },
): Promise<{ assigned: number; removed: number }> {
  const { assign, remove, by, at } = change;
  return db.transaction(async (tx) => {
    const removed = await tx.$executeRaw`
      DELETE FROM rater_assignments a USING unnest(${idsOf(remove, 'personId')}::uuid[], ${idsOf(remove, 'supplierId')}::uuid[]) AS r (person_id, supplier_id)
      WHERE a.person_id = r.person_id AND a.supplier_id = r.supplier_id`;
    return { assigned: await insert(tx, assign, by, at), removed };
  });
}

async function insert(tx: Transaction, assignments: readonly Assignment[], assignedBy: string, assignedAt: Date): Promise<number> {
  const [people, suppliers] = [distinct(assignments, 'personId'), distinct(assignments, 'supplierId')];
  const knownPeople = await tx.person.findMany({ where: { id: { in: people }, active: true }, select: { id: true } });
  const knownSuppliers = await tx.supplier.findMany({ where: { id: { in: suppliers }, mergedIntoId: null }, select: { id: true } });
  const missing = (asked: string[], found: { id: string }[]) => asked.filter((id) => !found.some((each) => each.id === id));
  const unknown = { people: missing(people, knownPeople), suppliers: missing(suppliers, knownSuppliers) };
  if (unknown.people.length + unknown.suppliers.length > 0) throw new AssignmentUnknown(unknown.people, unknown.suppliers);
  const { count } = await tx.raterAssignment.createMany({ data: assignments.map((each) => ({ ...each, assignedBy, assignedAt })), skipDuplicates: true });
  return count;
}

function idsOf(assignments: readonly Assignment[], of: keyof Assignment): string[] {
  return assignments.map((each) => each[of]);
}

function distinct(assignments: readonly Assignment[], of: keyof Assignment): string[] {
  return [...new Set(idsOf(assignments, of))];
}
