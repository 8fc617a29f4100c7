import { PARSE_LIMITS, Unreadable, type ParseMail } from '#messaging/inbound/bounds.js';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { Email } from 'postal-mime';

/** What one mail may cost: milliseconds, and megabytes of heap beside the bytes of its files. */
export interface ParseCost {
  readonly milliseconds: number;
  readonly heapMegabytes: number;
}

const USUAL_COST: ParseCost = { milliseconds: 10_000, heapMegabytes: 256 };

/**
 * The whole of the thread. As text, for it must run from the build and from the sources alike; the parser comes by its path.
 */
const THREAD = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { parser, raw, limits } = workerData;
  require(parser).parse(raw, limits).then(
    (email) => parentPort.postMessage({ email }),
    (error) => parentPort.postMessage({ refusal: String(error && error.message) }),
  );
`;

/**
 * A parser with a thread of its own for each mail: one that takes too long or too much ends alone, and no other mail waits
 * for it. Its thread knows nothing of the process's environment.
 * @throws Unreadable as every {@link ParseMail}; another error when no thread can be had
 */
export function parseApart(cost: ParseCost = USUAL_COST): ParseMail {
  const parser = createRequire(import.meta.url).resolve('postal-mime');
  return (raw) =>
    new Promise<Email>((resolve, reject) => {
      const thread = new Worker(THREAD, {
        eval: true,
        workerData: { parser, raw, limits: PARSE_LIMITS },
        env: {},
        execArgv: [],
        resourceLimits: { maxOldGenerationSizeMb: cost.heapMegabytes },
      });
      const end = (settle: () => void) => {
        clearTimeout(timer);
        settle();
        void thread.terminate();
      };
      const timer = setTimeout(() => end(() => reject(new Unreadable(`reading it takes longer than ${cost.milliseconds / 1000} s`))), cost.milliseconds);
      thread.once('message', (answer: { email: Email } | { refusal: string }) =>
        end(() => ('email' in answer ? resolve(answer.email) : reject(new Unreadable(answer.refusal)))),
      );
      thread.once('error', (error) => end(() => reject(isOutOfMemory(error) ? new Unreadable('reading it takes too much memory') : error)));
      thread.once('exit', (code) => end(() => reject(new Error(`the reading thread ended with ${code}`))));
    });
}

function isOutOfMemory(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}
