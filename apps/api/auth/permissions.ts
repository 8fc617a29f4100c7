import type { Role } from '#persistence/access/roles.js';

/** Everything that a route can ask for. */
export const permissions = [
  'self',
  'suppliers:read',
  'suppliers:write',
  'imports:read',
  'imports:write',
  'policies:read',
  'policies:write',
  'evaluations:read',
  'evaluations:start',
  'rectification:read',
  'rectification:open',
  'rectification:act',
  'rectification:accept',
  'rectification:verify',
  'rectification:cancel',
  'messages:write',
  'work:read',
  'proposals:read',
  'proposals:decide',
  'inbound:read',
  'mailbox:read',
  'mailbox:use',
  'people:read',
  'people:manage',
  'keys:read',
  'keys:manage',
] as const;

/** See {@link permissions}. */
export type Permission = (typeof permissions)[number];

const reading: readonly Permission[] = ['self', 'suppliers:read', 'policies:read', 'evaluations:read', 'rectification:read', 'work:read'];

/** What each role may do (domain.md §1). Who may not do what they asked for themselves is the domain's rule, not a permission. */
const permissionsOf: Readonly<Record<Role, readonly Permission[]>> = {
  procurement: [
    ...reading,
    'suppliers:write',
    'imports:read',
    'imports:write',
    'evaluations:start',
    'rectification:open',
    'rectification:act',
    'rectification:accept',
    'rectification:cancel',
    'messages:write',
    'proposals:read',
    'inbound:read',
    'mailbox:read',
    'mailbox:use',
  ],
  quality: [
    ...reading,
    'imports:read',
    'rectification:open',
    'rectification:accept',
    'rectification:verify',
    'messages:write',
    'inbound:read',
    'mailbox:read',
  ],
  rater: ['self', 'suppliers:read', 'evaluations:read', 'work:read'],
  manager: [
    ...reading,
    'imports:read',
    'evaluations:start',
    'rectification:cancel',
    'messages:write',
    'proposals:read',
    'proposals:decide',
    'inbound:read',
    'mailbox:read',
  ],
  admin: [
    ...reading,
    'imports:read',
    'policies:write',
    'inbound:read',
    'mailbox:read',
    'mailbox:use',
    'people:read',
    'people:manage',
    'keys:read',
    'keys:manage',
  ],
  auditor: [...reading, 'imports:read', 'proposals:read', 'inbound:read', 'mailbox:read', 'people:read', 'keys:read'],
  integration: [
    'self',
    'suppliers:read',
    'suppliers:write',
    'imports:read',
    'imports:write',
    'policies:read',
    'evaluations:read',
    'rectification:read',
  ],
};

/** The union of what the roles may do. */
export function permissionsFor(roles: readonly Role[]): ReadonlySet<Permission> {
  return new Set(roles.flatMap((role) => permissionsOf[role]));
}

/** True for a text that names a permission; the processes' contracts name theirs as text. */
export function isPermission(text: string): text is Permission {
  return (permissions as readonly string[]).includes(text);
}
