import { authorityOf, namedBy } from '#persistence/access/deputies.js';
import type { Database } from '#persistence/database.js';
import { z } from 'zod';
import type { ActRequest } from './door.js';

/** Who gives a command that not everybody with the permission may give. */
export interface Approver {
  readonly personId: string | null;
  readonly roles: readonly string[];
  readonly at: Date;
}

/** By what right somebody gives such a command, and whether whom its body names (`to`) could act instead. */
export async function rightOf(db: Database, approver: Approver, body: { readonly to?: unknown }): Promise<NonNullable<ActRequest['known']>> {
  const authority = await authorityOf(db, approver);
  const to = z.uuid().safeParse(body.to);
  const named = to.success ? await namedBy(db, to.data) : null;
  return { authority: structuredClone(authority) as never, ...(named === null ? {} : { named: structuredClone(named) as never }) };
}
