import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type {} from '@fastify/cookie';
import type { FastifyRequest } from 'fastify';
import { findHolder } from '#persistence/access/holder.js';
import type { Database } from '#persistence/database.js';
import { problems } from '../http/problem.js';
import { Windows, WRONG_CREDENTIALS } from '../http/rate-limit.js';
import { InjectDatabase, InjectNow, type Now } from '../parts.js';
import { ACCESS } from './permit.js';
import type { Permission } from './permissions.js';
import { principalOf, remember, type Principal } from './principal.js';
import { SESSION_COOKIE } from './session-cookie.js';

/** The one guard of all routes: what states no permission is closed to everyone. */
@Injectable()
export class AccessGuard implements CanActivate {
  private readonly wrong = new Windows();

  constructor(
    private readonly reflector: Reflector,
    @InjectDatabase() private readonly db: Database,
    @InjectNow() private readonly now: Now,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.get<Permission | 'public' | undefined>(ACCESS, context.getHandler());
    if (access === 'public') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const principal = await this.authenticate(request);
    if (!principal) throw problems.unauthorized();
    remember(request, principal);
    if (!access || !principal.permissions.has(access)) throw problems.forbidden();
    return true;
  }

  /** A key is never tried as a session and the other way round; a wrong key does not fall back on the cookie. */
  private async authenticate(request: FastifyRequest): Promise<Principal | null> {
    const { authorization } = request.headers;
    const session = request.cookies[SESSION_COOKIE];
    const credential = authorization !== undefined ? bearerCredential(authorization) : session ? { session } : null;
    if (!credential) return null;
    const holder = await findHolder(this.db, credential, this.now());
    if (holder) return principalOf(holder);
    // Only wrong ones are refused: many people can share an address with one broken program.
    if (this.wrong.hit(request.ip) > WRONG_CREDENTIALS) throw problems.tooMany(this.wrong.secondsLeft(request.ip));
    return null;
  }
}

function bearerCredential(authorization: string): { key: string } | null {
  const match = /^Bearer +([\x21-\x7e]{1,512})$/i.exec(authorization);
  return match?.[1] ? { key: match[1] } : null;
}
