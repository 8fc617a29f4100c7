import { Worker } from 'node:worker_threads';

/** What one mail may cost: milliseconds, and megabytes of heap beside the bytes of its files. */
export interface Cost {
  readonly milliseconds: number;
  readonly heapMegabytes: number;
}

export const USUAL_COST: Cost = { milliseconds: 10_000, heapMegabytes: 256 };

/** How work in a thread ended: with its answer, with what it said of the mail, or when its time or memory was spent. */
export type Ended<Answer> = { readonly answer: Answer } | { readonly refusal: string } | { readonly spent: 'time' | 'memory' };

/**
 * Does work on a mail in a thread of its own: what takes too long or too much ends alone, and no other mail waits for it. The thread
 * knows nothing of the process's environment.
 * @param work the function of `data` that the thread runs, as text: it must run from the build and from the sources alike
 * @throws an error when no thread can be had
 */
export function apart<Answer>(work: string, data: object, cost: Cost): Promise<Ended<Answer>> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(`(${work})(require('node:worker_threads').workerData).then(${TELL})`, {
      eval: true,
      workerData: data,
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: cost.heapMegabytes },
    });
    const end = (settle: () => void) => {
      clearTimeout(timer);
      settle();
      void thread.terminate();
    };
    const timer = setTimeout(() => end(() => resolve({ spent: 'time' })), cost.milliseconds);
    thread.once('message', (ended: Ended<Answer>) => end(() => resolve(ended)));
    thread.once('error', (error) => end(() => (isOutOfMemory(error) ? resolve({ spent: 'memory' }) : reject(error))));
    thread.once('exit', (code) => end(() => reject(new Error(`the thread of a mail ended with ${code}`))));
  });
}

const TELL = `
  (answer) => require('node:worker_threads').parentPort.postMessage({ answer }),
  (error) => require('node:worker_threads').parentPort.postMessage({ refusal: String(error && error.message) })
`;

function isOutOfMemory(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}
