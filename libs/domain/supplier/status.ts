/** Where a supplier stands; rejected and blocked are ends that only a new onboarding leaves. */
export const supplierStatuses = ['prospect', 'onboarding', 'active', 'on-watch', 'phasing-out', 'inactive', 'rejected', 'blocked'] as const;
export type SupplierStatus = (typeof supplierStatuses)[number];

/** Where a supplier begins: as one that is only invited, or as one that we know and buy from. */
export const beginnings = { invited: 'prospect', known: 'active' } as const satisfies Record<string, SupplierStatus>;

/** Kraljic's segments, the most critical first; a supplier nobody segmented is routine. */
export const segments = ['strategic', 'bottleneck', 'leverage', 'routine'] as const;
export type Segment = (typeof segments)[number];

/** Grades of the official evaluation; N = not enough data, no consequence. */
export const grades = ['A', 'B', 'C', 'N'] as const;
export type Grade = (typeof grades)[number];

/** What happens to a supplier, and from which status to which it leads (domain.md §2). */
const transitions = {
  invite: { prospect: 'onboarding', inactive: 'onboarding', rejected: 'onboarding', blocked: 'onboarding' },
  activate: { onboarding: 'active' },
  reject: { prospect: 'rejected', onboarding: 'rejected' },
  watch: { active: 'on-watch' },
  unwatch: { 'on-watch': 'active' },
  phaseOut: { active: 'phasing-out', 'on-watch': 'phasing-out' },
  abortPhaseOut: { 'phasing-out': 'active' },
  completePhaseOut: { 'phasing-out': 'inactive' },
  // Not of a rejected or blocked one, whose facts would go on under another name; nor while it is phased out: that process ends it.
  merge: { prospect: 'inactive', onboarding: 'inactive', active: 'inactive', 'on-watch': 'inactive', inactive: 'inactive' },
  block: {
    prospect: 'blocked',
    onboarding: 'blocked',
    active: 'blocked',
    'on-watch': 'blocked',
    'phasing-out': 'blocked',
    inactive: 'blocked',
    rejected: 'blocked',
  },
} as const satisfies Record<string, Partial<Record<SupplierStatus, SupplierStatus>>>;

export type SupplierAct = keyof typeof transitions;

/** All acts, for menus and tests. */
export const supplierActs = Object.keys(transitions) as SupplierAct[];

/** The status an act leads to, or null when it is not possible from there. */
export function statusAfter(status: SupplierStatus, act: SupplierAct): SupplierStatus | null {
  const table: Partial<Record<SupplierStatus, SupplierStatus>> = transitions[act];
  return table[status] ?? null;
}
