import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '#domain/process/decision.js';
import type { Holder } from '#persistence/access/holder.js';
import type { Role } from '#persistence/access/roles.js';
import { problems } from '../http/problem.js';
import { permissionsFor, type Permission } from './permissions.js';

/** Who calls. */
export interface Principal {
  /** Id of the person, or of the key that belongs to nobody. */
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly roles: readonly Role[];
  readonly permissions: ReadonlySet<Permission>;
  /** As whom the caller acts in cases. */
  readonly actor: Actor;
  readonly personId: string | null;
  /** Set when the caller came with a session cookie. */
  readonly sessionHash: string | null;
}

const principals = new WeakMap<FastifyRequest, Principal>();

/** The principal of a credential's holder. */
export function principalOf(holder: Holder): Principal {
  const id = holder.personId ?? holder.keyId;
  if (id === null) throw new Error('A credential belongs to a key or a person.');
  return {
    id,
    name: holder.name,
    email: holder.email,
    roles: holder.roles,
    permissions: permissionsFor(holder.roles),
    actor: { kind: holder.personId ? 'staff' : 'integration', id },
    personId: holder.personId,
    sessionHash: holder.sessionHash,
  };
}

/** Notes who makes this request. */
export function remember(request: FastifyRequest, principal: Principal): void {
  principals.set(request, principal);
}

/** Who makes this request, or undefined on a public route. */
export function callerOf(request: FastifyRequest): Principal | undefined {
  return principals.get(request);
}

/** Handler parameter: the {@link Principal}. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const principal = callerOf(context.switchToHttp().getRequest<FastifyRequest>());
  if (!principal) throw problems.unauthorized();
  return principal;
});
