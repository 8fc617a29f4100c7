import { dkimVerify, type DKIMResult } from 'mailauth';
import type { AuthenticationResult, SignatureKeys, VerifiedSignature, VerifySignatures } from './authentication.js';
import { coded } from './name-server.js';

/** Checks signatures here and now. */
export const verifyHere: VerifySignatures = async (raw, keys, at) => {
  const { results } = await dkimVerify(Buffer.from(raw), { resolver: answering(keys), curTime: at } as Parameters<typeof dkimVerify>[1]);
  return results.filter(({ signingDomain }) => Boolean(signingDomain)).map(verified);
};

/** A name server that knows these keys and nothing else. */
function answering(keys: SignatureKeys) {
  return (name: string) => {
    const found = keys[name.toLowerCase()] ?? { code: 'ENOTFOUND' };
    return 'records' in found ? Promise.resolve(found.records) : Promise.reject(coded(found.code, found.code));
  };
}

/** A result of mailauth as it is kept. */
export function verified({ signingDomain, selector, status }: DKIMResult): VerifiedSignature {
  const words: Record<string, AuthenticationResult> = { temperr: 'temperror', skipped: 'none' };
  return {
    result: words[status.result] ?? (status.result as AuthenticationResult),
    domain: signingDomain.toLowerCase().slice(0, 255),
    selector: (selector ?? '').slice(0, 255),
    comment: status.comment?.slice(0, 200) ?? null,
    partial: Boolean(status.underSized),
  };
}
