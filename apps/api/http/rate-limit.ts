import { type ExecutionContext, Injectable } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerModuleOptions, type ThrottlerStorage } from '@nestjs/throttler';
import type { FastifyRequest } from 'fastify';
import { callerOf } from '../auth/principal.js';
import { problems } from './problem.js';

const MINUTE = 60_000;
/** Requests a minute: generous, since ERP systems push; it stops a loop that has run away, not a busy day. */
const PER_CALLER = 120_000;
const PER_ADDRESS = 3_000;
/** Guesses at secrets and mails that strangers can cause, a minute and address. */
export const GUESSES = {
  default: {
    limit: 30,
    ttl: MINUTE,
    generateKey: (context: ExecutionContext, tracker: string) => `${context.getHandler().name}:${tracker}`,
  },
};
/** Wrong keys and sessions a minute and address; a right one does not count. */
export const WRONG_CREDENTIALS = { limit: 300, ttl: MINUTE };

interface Window {
  hits: number;
  endsAt: number;
}

/** Fixed windows in memory: constant cost a request, where the library's own keeps and filters every hit of the window. */
export class Windows implements ThrottlerStorage {
  private readonly windows = new Map<string, Window>();

  async increment(key: string, ttl: number, limit: number) {
    const now = Date.now();
    let window = this.windows.get(key);
    if (!window || window.endsAt <= now) {
      if (this.windows.size > 10_000) this.forgetEnded(now);
      window = { hits: 0, endsAt: now + ttl };
      this.windows.set(key, window);
    }
    window.hits++;
    const seconds = Math.ceil((window.endsAt - now) / 1000);
    const isBlocked = window.hits > limit;
    return { totalHits: window.hits, timeToExpire: seconds, isBlocked, timeToBlockExpire: isBlocked ? seconds : 0 };
  }

  /** True while the window of the key has no room for another hit. */
  isFull(key: string, limit: number): boolean {
    const window = this.windows.get(key);
    return window !== undefined && window.endsAt > Date.now() && window.hits >= limit;
  }

  private forgetEnded(now: number): void {
    for (const [key, window] of this.windows) if (window.endsAt <= now) this.windows.delete(key);
  }
}

/** Counts by principal where one is known, else by address. */
@Injectable()
export class RateGuard extends ThrottlerGuard {
  protected override async getTracker(request: FastifyRequest): Promise<string> {
    return callerOf(request)?.id ?? request.ip;
  }

  /** One window a caller over all routes. */
  protected override generateKey(_context: ExecutionContext, tracker: string): string {
    return tracker;
  }

  protected override async throwThrottlingException(): Promise<void> {
    throw problems.tooMany();
  }
}

/** Limits of all routes; a route narrows them with `@Throttle(GUESSES)`. */
export function rateLimits(): ThrottlerModuleOptions {
  const limit = (context: ExecutionContext) => (callerOf(context.switchToHttp().getRequest<FastifyRequest>()) ? PER_CALLER : PER_ADDRESS);
  return { throttlers: [{ limit, ttl: MINUTE }], storage: new Windows(), setHeaders: true };
}
