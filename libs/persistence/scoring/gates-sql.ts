import type { GateName } from '#domain/scoring/grade.js';
import { Prisma } from '../generated/client.js';

/** Whose gates, and as known when. */
export interface GateQuery {
  /** A SELECT of one column of supplier ids. */
  readonly supplierIds: Prisma.Sql;
  /** `YYYY-MM-DD`. */
  readonly asOf: string;
  readonly cutOffAt: Date;
  /** Certificates that arrived later are not known; absent: the cut-off. */
  readonly knownAt?: Date;
}

/** A SELECT of `supplier_id` and `gate`, as of the cut-off, for each gate named whose condition holds; none is given twice. */
export function holdingGatesSql(gates: readonly GateName[], query: GateQuery): Prisma.Sql | null {
  if (gates.length === 0) return null;
  const each = [...new Set(gates)].map((gate) => Prisma.sql`SELECT supplier_id, ${gate}::text AS gate FROM (${conditions[gate](query)}) AS held`);
  return Prisma.join(each, ' UNION ');
}

const conditions: Record<GateName, (query: GateQuery) => Prisma.Sql> = {
  openCriticalNonconformity: ({ supplierIds, cutOffAt }) => Prisma.sql`
    SELECT supplier_id FROM cases
    WHERE supplier_id IN (${supplierIds}) AND process = 'rectification' AND severity = 'critical'
      AND opened_at <= ${cutOffAt.toISOString()}::timestamptz AND (closed_at IS NULL OR closed_at > ${cutOffAt.toISOString()}::timestamptz)`,
  expiredMandatoryCertificate: (query) => Prisma.sql`
    SELECT expired.supplier_id FROM (${knownCertificates(query)}) AS expired
    WHERE expired.mandatory AND expired.valid_to < ${query.asOf}::date AND expired.supplier_id IN (${query.supplierIds})
      AND NOT EXISTS (
        SELECT FROM (${knownCertificates(query)}) AS valid
        WHERE valid.supplier_id = expired.supplier_id AND valid.kind = expired.kind AND valid.valid_from <= ${query.asOf}::date
          AND (valid.valid_to IS NULL OR valid.valid_to >= ${query.asOf}::date))`,
  sanctionsHit: (query) => findings('sanctionsHit', query),
  forgedCertificate: (query) => findings('forgedCertificate', query),
};

/** A certificate is valid on its last day. */
function knownCertificates({ cutOffAt, knownAt }: GateQuery): Prisma.Sql {
  const cutOff = (knownAt ?? cutOffAt).toISOString();
  return Prisma.sql`SELECT supplier_id, kind, mandatory, valid_from, valid_to FROM certificates
    WHERE arrived_at <= ${cutOff}::timestamptz AND (superseded_at IS NULL OR superseded_at > ${cutOff}::timestamptz)`;
}

function findings(kind: string, { supplierIds, cutOffAt }: GateQuery): Prisma.Sql {
  const cutOff = cutOffAt.toISOString();
  return Prisma.sql`SELECT supplier_id FROM supplier_findings
    WHERE supplier_id IN (${supplierIds}) AND kind = ${kind}
      AND found_at <= ${cutOff}::timestamptz AND (lifted_at IS NULL OR lifted_at > ${cutOff}::timestamptz)`;
}
