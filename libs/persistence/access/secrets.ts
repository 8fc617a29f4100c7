import { createHash, createHmac, randomBytes } from 'node:crypto';

/** Bytes of a secret that we hand out: 256 bits. */
const SECRET_BYTES = 32;

/** A random secret as base64url text. */
export function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

/** What is stored in place of a secret: its sha256 in hexadecimal. Our secrets are random, so no slow hash is needed. */
export function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/**
 * A key that the same origin makes again: HMAC-SHA256 of the command's id under the installation's secret.
 * So a repeated request gets the same key although only its hash is stored.
 */
export function derivedKey(installationSecret: Buffer, commandId: string): string {
  return `stw_${createHmac('sha256', installationSecret).update(`api-key:${commandId}`).digest('base64url')}`;
}
