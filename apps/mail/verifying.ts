import { createRequire } from 'node:module';
import type { DKIMResult } from 'mailauth';
import type { VerifySignatures } from '#messaging/inbound/authentication.js';
import { verified } from '#messaging/inbound/verify-here.js';
import { apart, USUAL_COST, type Cost } from './apart.js';

/** It asks nobody: the keys come along. */
const WORK = `({ verifier, raw, keys, at }) => {
  const resolver = async (name) => {
    const found = keys[name.toLowerCase()] || { code: 'ENOTFOUND' };
    if (found.records) return found.records;
    throw Object.assign(new Error(found.code), { code: found.code });
  };
  const plain = ({ results }) => results.map(({ signingDomain, selector, status }) => ({ signingDomain, selector, status }));
  return require(verifier).dkimVerify(Buffer.from(raw), { resolver, curTime: at }).then(plain);
}`;

/** Checks signatures in a thread of its own for each mail. */
export function verifyApart(cost: Cost = USUAL_COST): VerifySignatures {
  const verifier = createRequire(import.meta.url).resolve('mailauth/lib/dkim/verify.js');
  return async (raw, keys, at) => {
    const ended = await apart<DKIMResult[]>(WORK, { verifier, raw, keys, at }, cost);
    if ('answer' in ended) return ended.answer.filter(({ signingDomain }) => Boolean(signingDomain)).map(verified);
    if ('refusal' in ended) throw new Error(ended.refusal);
    throw new Error(ended.spent === 'time' ? `its signatures take longer than ${cost.milliseconds / 1000} s` : 'its signatures take too much memory');
  };
}
