import type { CookieSerializeOptions } from '@fastify/cookie';
import type { Configuration } from '#apps/configuration.js';

/** Name of the cookie that carries a session's secret. */
export const SESSION_COOKIE = 'steward_session';

/** Out of reach for scripts and for other sites; only over TLS when people come by https. */
export function sessionCookieOptions(configuration: Configuration): CookieSerializeOptions {
  return { path: '/', httpOnly: true, sameSite: 'strict', secure: configuration.publicUrl.startsWith('https:') };
}
