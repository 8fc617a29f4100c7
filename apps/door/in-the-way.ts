import type { Invitation } from '#domain/invitation/read-invitation.js';
import type { InvitationProblem, InvitationRule } from '#domain/invitation/rules.js';
import type { SupplierStatus } from '#domain/supplier/status.js';
import type { CheckedSupplier } from '#persistence/duplicates/check.js';
import { blockedTwin } from './newcomer.js';

const ruleOf: Readonly<Record<SupplierStatus, InvitationRule>> = {
  prospect: 'pendingAlready',
  onboarding: 'pendingAlready',
  active: 'knownAlready',
  'on-watch': 'knownAlready',
  'phasing-out': 'knownAlready',
  inactive: 'knownBefore',
  rejected: 'knownBefore',
  blocked: 'blocked',
};

const columnOf: Readonly<Record<CheckedSupplier['kind'], 'taxId' | 'email' | 'name'>> = { sameTaxId: 'taxId', sameEmail: 'email', similarName: 'name' };

/**
 * The supplier of whom the invited one may be a double, as the problem of its row; null when there is none. That a person says it is
 * another company counts against a name that only sounds alike, and against an address that two companies share; not against a tax id,
 * nor against the name of a blocked supplier of the country.
 * @param lineOf lines of those that the same list names
 */
export function standsInTheWay(invited: Invitation, known: readonly CheckedSupplier[], lineOf: ReadonlyMap<string, number>): InvitationProblem | null {
  const barred = blockedTwin(known, invited);
  const found = barred ?? known.find(({ kind }) => kind === 'sameTaxId' || !invited.distinct);
  if (!found) return null;
  const { supplierId, kind, name } = found;
  const otherLine = lineOf.get(supplierId);
  const rule = otherLine === undefined ? ruleOf[found.status as SupplierStatus] : 'twiceInFile';
  const column = columnOf[kind];
  const otherwise = barred || kind === 'sameTaxId' ? '' : ' If it is another company, write yes in the column "distinct".';
  return { column, value: invited[column], rule, hint: `${hintOf(rule, name, otherLine)}${otherwise}`, ...(otherLine === undefined ? { supplierId } : { otherLine }) };
}

function hintOf(rule: InvitationRule, name: string, otherLine: number | undefined): string {
  switch (rule) {
    case 'twiceInFile':
      return `Line ${otherLine} names the same company, ${name}. Leave one of the two.`;
    case 'pendingAlready':
      return `${name} has been invited already, and is coming in.`;
    case 'knownBefore':
      return `${name} was here before. It comes back by an invitation from its own page, which keeps its history.`;
    case 'blocked':
      return `${name} is blocked: it is not invited.`;
    default:
      return `${name} is a supplier already.`;
  }
}
