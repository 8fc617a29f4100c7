import proto from '@temporalio/proto';
import type { Payload, PayloadCodec } from '@temporalio/common';
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const ENCODING = 'binary/encrypted';
const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A payload that was encrypted with another key, or altered on its way. */
export class PayloadNotReadable extends Error {
  constructor(cause: unknown) {
    super('A Temporal payload cannot be decrypted: STEWARD_PAYLOAD_KEY_FILE is not the key it was written with.', { cause });
    this.name = 'PayloadNotReadable';
  }
}

/**
 * Encrypts every payload that leaves for Temporal with AES-256-GCM; the key is derived from the given secret by HKDF-SHA-256.
 * Payloads that were written before the switch was turned on are read as they are.
 */
export function encryptingCodec(secret: Buffer): PayloadCodec {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'steward temporal payloads', 32));
  const { Payload: Proto } = proto.temporal.api.common.v1;

  const encrypt = (payload: Payload): Payload => {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, key, nonce);
    const sealed = Buffer.concat([cipher.update(Proto.encode(payload).finish()), cipher.final()]);
    return { metadata: { encoding: Buffer.from(ENCODING) }, data: Buffer.concat([nonce, cipher.getAuthTag(), sealed]) };
  };

  const decrypt = (payload: Payload): Payload => {
    const encoding = payload.metadata?.['encoding'];
    if (!encoding || !payload.data || Buffer.from(encoding).toString() !== ENCODING) return payload;
    const data = Buffer.from(payload.data);
    try {
      const decipher = createDecipheriv(CIPHER, key, data.subarray(0, NONCE_BYTES));
      decipher.setAuthTag(data.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      return Proto.decode(Buffer.concat([decipher.update(data.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]));
    } catch (error) {
      throw new PayloadNotReadable(error);
    }
  };

  return {
    encode: (payloads) => Promise.resolve(payloads.map(encrypt)),
    decode: (payloads) => Promise.resolve(payloads.map(decrypt)),
  };
}
