import { Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { callerOf } from '../auth/principal.js';
import { problems } from './problem.js';

/** Counted in fixed windows of a minute, in this process. */
const MINUTE = 60_000;
/** Requests a minute: generous, since ERP systems push; it stops a loop that has run away, not a busy day. */
const PER_CALLER = 120_000;
const PER_ADDRESS = 3_000;
/** Guesses at one-time links, and mails that strangers can cause, a minute and address. */
const GUESSES = 30;
/** Wrong keys and sessions a minute and address; a right one is neither counted nor refused. */
export const WRONG_CREDENTIALS = 300;
/** When so many windows are open, those that have ended are forgotten. */
const CROWDED = 10_000;

const GUESSABLE = 'steward:guessable';
const UNLIMITED = 'steward:unlimited';

/** The route takes a secret or sends mail for strangers: it is limited tightly by address. */
export const Guessable = () => SetMetadata(GUESSABLE, true);

/** The route is asked by machines that watch us, and costs little. */
export const Unlimited = () => SetMetadata(UNLIMITED, true);

/** Hits by key in the current minute. @nestjs/throttler keeps and filters every hit of the window, a cost that grows with the rate. */
export class Windows {
  private readonly windows = new Map<string, { hits: number; endsAt: number }>();

  /** Counts a hit; answers how many this minute has had. */
  hit(key: string): number {
    const now = performance.now();
    let window = this.windows.get(key);
    if (!window || window.endsAt <= now) {
      if (this.windows.size >= CROWDED) this.forgetEnded(now);
      window = { hits: 0, endsAt: now + MINUTE };
      this.windows.set(key, window);
    }
    return ++window.hits;
  }

  /** Whole seconds until the key's window ends. */
  secondsLeft(key: string): number {
    const left = (this.windows.get(key)?.endsAt ?? 0) - performance.now();
    return Math.max(1, Math.ceil(left / 1000));
  }

  private forgetEnded(now: number): void {
    for (const [key, window] of this.windows) if (window.endsAt <= now) this.windows.delete(key);
  }
}

/** Limits each caller, or each address where nobody is signed in. @throws Problem 429 */
@Injectable()
export class RateGuard implements CanActivate {
  private readonly windows = new Windows();

  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const handler = context.getHandler();
    if (this.reflector.get<boolean | undefined>(UNLIMITED, handler)) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const caller = callerOf(request);
    const guessable = this.reflector.get<boolean | undefined>(GUESSABLE, handler) ?? false;
    const key = guessable ? `${handler.name}:${request.ip}` : (caller?.id ?? request.ip);
    const limit = guessable ? GUESSES : caller ? PER_CALLER : PER_ADDRESS;
    const hits = this.windows.hit(key);
    context
      .switchToHttp()
      .getResponse<FastifyReply>()
      .headers({ 'ratelimit-limit': String(limit), 'ratelimit-remaining': String(Math.max(0, limit - hits)) });
    if (hits > limit) throw problems.tooMany(this.windows.secondsLeft(key));
    return true;
  }
}
