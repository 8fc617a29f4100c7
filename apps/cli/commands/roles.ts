import { Command } from 'commander';
import { readConfiguration, type Configuration } from '#apps/configuration.js';
import type { Running } from '#apps/running.js';

/** `steward api`: HTTP and web, against DATABASE_URL and TEMPORAL_ADDRESS. */
export const apiCommand = () =>
  role('api', 'serve HTTP and web', async (configuration) => (await import('#apps/api/main.js')).startApi(configuration));

/** `steward worker`: the workflows and their activities. */
export const workerCommand = () =>
  role('worker', 'run the workflows and what they do', async (configuration) => (await import('#apps/worker/main.js')).startWorker(configuration));

/** `steward mail`: takes the suppliers' replies in. */
export const mailCommand = () =>
  role('mail', 'take in mail', async (configuration) => (await import('#apps/mail/main.js')).startMail(configuration));

function role(name: string, does: string, start: (configuration: Configuration) => Promise<Running>): Command {
  return new Command(name)
    .description(`${does}, as one process against DATABASE_URL and TEMPORAL_ADDRESS`)
    .action(async () => {
      const configuration = readConfiguration(process.env);
      // Heard from the first moment on: a worker that waits for Temporal has a runtime which swallows signals that nobody hears.
      const stop = new Promise<void>((resolve) => {
        for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
      });
      const running = await Promise.race([start(configuration), stop.then(() => null)]).catch((error: unknown) => {
        // After the error has been told: what a failed start has opened would keep this process for ever.
        setImmediate(() => process.exit(1));
        throw error;
      });
      // Asked to stop before it had begun to work.
      if (running === null) process.exit(0);
      console.log(`steward ${name} is ready${name === 'api' ? ` on ${configuration.publicUrl}` : ''}`);
      try {
        await Promise.race([stop, running.done]);
      } finally {
        await running.close();
      }
      // A library's forgotten timer must not keep a process that has finished its work.
      process.exit(process.exitCode ?? 0);
    });
}
