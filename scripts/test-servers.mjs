/** PostgreSQL and Temporal for one run of tests: nothing is kept, nothing outlives the run. */
import { mkdtempSync, rmSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Starts the servers, runs the work with their addresses, and stops them again, also when the run is interrupted.
 * @param work gets { postgresUrl, temporalAddress }: the superuser's address and host:port (null without Temporal)
 */
export async function withTestServers({ temporal = true, report = () => {} }, work) {
  const { createSupervisor } = await import('../dist/apps/cli/launcher/processes.js');
  const { startTestServers } = await import('../dist/apps/cli/launcher/test-servers.js');
  const folder = mkdtempSync(join(tmpdir(), 'steward-test-'));
  // PostgreSQL may run as a user of its own, who must get in.
  chmodSync(folder, 0o711);
  const supervisor = createSupervisor(join(folder, 'processes.json'), report);
  const stop = async () => {
    await supervisor.stop(['Temporal', 'PostgreSQL']);
    rmSync(folder, { recursive: true, force: true });
  };
  const interrupted = () => void stop().then(() => process.exit(1));
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, interrupted);
  try {
    return await work(await startTestServers({ folder, supervisor, temporal, report }));
  } finally {
    await stop();
    for (const signal of ['SIGTERM', 'SIGINT']) process.off(signal, interrupted);
  }
}
