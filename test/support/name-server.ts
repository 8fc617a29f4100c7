import { generateKeyPairSync } from 'node:crypto';
import { dkimSign } from 'mailauth';
import { coded, type Resolve } from '#messaging/inbound/name-server.js';

/** Records by type and name, such as `TXT example.com`; `code`: the error that the question gets instead. */
export type Zone = Readonly<Record<string, string | readonly string[] | { readonly code: string }>>;

/** A name server that knows a zone and nothing else. */
export function nameServer(zone: Zone): Resolve {
  return (name, type) => {
    const found = zone[`${type} ${name.toLowerCase()}`];
    if (found === undefined) return Promise.reject(coded('ENOTFOUND', name));
    if (typeof found === 'string') return Promise.resolve(type === 'TXT' ? [[found]] : [found]);
    return 'code' in found ? Promise.reject(coded(found.code, name)) : Promise.resolve([...found]);
  };
}

const key = generateKeyPairSync('ed25519');

/** The public half of the key that `signed` uses, as it is published. */
export const PUBLISHED_KEY = `v=DKIM1; k=ed25519; p=${key.publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('base64')}`;

/** A raw mail with a DKIM signature above it. `more`: further tags, by mailauth's names. */
export async function signed(raw: string, by: { signingDomain: string; selector: string; signTime: Date }, more: object = {}): Promise<string> {
  const { signTime, ...names } = by;
  const signature = { ...names, privateKey: key.privateKey.export({ type: 'pkcs8', format: 'pem' }), algorithm: 'ed25519-sha256', ...more };
  // Its types leave out the list of signatures by which it signs.
  const { signatures } = await dkimSign(raw, { signTime, ...more, signatureData: [signature] } as unknown as Parameters<typeof dkimSign>[1]);
  return signatures + raw;
}
