import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { DKIMResult } from 'mailauth';
import type { VerifySignatures } from '#messaging/inbound/authentication.js';
import { verified } from '#messaging/inbound/verify-here.js';
import type { ParseCost } from './reading.js';

const USUAL_COST: ParseCost = { milliseconds: 10_000, heapMegabytes: 256 };

/** The whole of the thread, as text for the same reason as the reading one's; it asks nobody, the keys come along. */
const THREAD = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { verifier, raw, keys, at } = workerData;
  const resolver = async (name) => {
    const found = keys[name.toLowerCase()] || { code: 'ENOTFOUND' };
    if (found.records) return found.records;
    throw Object.assign(new Error(found.code), { code: found.code });
  };
  require(verifier).dkimVerify(Buffer.from(raw), { resolver, curTime: at }).then(
    ({ results }) => parentPort.postMessage({ results: results.map(({ signingDomain, selector, status }) => ({ signingDomain, selector, status })) }),
    (error) => parentPort.postMessage({ refusal: String(error && error.message) }),
  );
`;

/** Checks signatures in a thread of its own for each mail: one that takes too long or too much ends alone. */
export function verifyApart(cost: ParseCost = USUAL_COST): VerifySignatures {
  const verifier = createRequire(import.meta.url).resolve('mailauth/lib/dkim/verify.js');
  return (raw, keys, at) =>
    new Promise((resolve, reject) => {
      const thread = new Worker(THREAD, {
        eval: true,
        workerData: { verifier, raw, keys, at },
        env: {},
        execArgv: [],
        resourceLimits: { maxOldGenerationSizeMb: cost.heapMegabytes },
      });
      const end = (settle: () => void) => {
        clearTimeout(timer);
        settle();
        void thread.terminate();
      };
      const timer = setTimeout(() => end(() => reject(new Error(`its signatures take longer than ${cost.milliseconds / 1000} s`))), cost.milliseconds);
      thread.once('message', (answer: { results: DKIMResult[] } | { refusal: string }) =>
        end(() => ('results' in answer ? resolve(answer.results.filter(({ signingDomain }) => Boolean(signingDomain)).map(verified)) : reject(new Error(answer.refusal)))),
      );
      thread.once('error', (error) => end(() => reject(error)));
      thread.once('exit', (code) => end(() => reject(new Error(`the verifying thread ended with ${code}`))));
    });
}
