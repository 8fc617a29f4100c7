import type { z } from 'zod';
import { openOnboardingSchema } from '#domain/onboarding/commands.js';
import { openPhaseOutSchema } from '#domain/phase-out/commands.js';
import { openRectificationSchema } from '#domain/rectification/commands.js';
import type { OpenRequest } from '#apps/door/door.js';
import type { Permission } from '../auth/permissions.js';

/** How a case of a process is opened by hand. */
export interface Opening {
  readonly process: OpenRequest['process'];
  readonly schema: z.ZodObject;
  readonly permission: Permission;
  readonly summary: string;
}

/** The processes that people open by hand: one line each. */
export const openings: readonly Opening[] = [
  {
    process: 'rectification',
    schema: openRectificationSchema,
    permission: 'rectification:open',
    summary: 'Opens a rectification. One open case per supplier and title: a twin is a 409 that names the running one.',
  },
  {
    process: 'phaseOut',
    schema: openPhaseOutSchema,
    permission: 'phaseOut:open',
    summary: 'Asks for a supplier to be phased out, with the reason; its impact is read from the facts. Two others have to approve. One at a time per supplier: a twin is a 409 that names the running one.',
  },
  {
    process: 'onboarding',
    schema: openOnboardingSchema,
    permission: 'onboarding:open',
    summary: 'Invites a supplier by mail. The tax id and country of a supplier, or of a pending onboarding, is a 409 with its id; a blocked supplier is refused.',
  },
];
