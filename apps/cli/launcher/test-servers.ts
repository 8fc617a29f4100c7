import { join } from 'node:path';
import { choosePort } from './ports.js';
import { preparePostgres, superuserUrl } from './postgres.js';
import type { Supervisor } from './processes.js';
import { findTemporal } from './temporal-binary.js';
import { temporalAddress, temporalService } from './temporal-server.js';

/** The servers of a test run, as every test file is told of them. */
export interface TestServers {
  /** The superuser's address: tests make databases with it. */
  postgresUrl: string;
  /** null where a run needs none */
  temporalAddress: string | null;
}

/** Data of tests may be lost: no write is waited for. Several test files open pools at once, hence the connections. */
const careless = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '400' };

/** Starts both servers side by side in a folder that the caller removes afterwards; Temporal keeps nothing. */
export async function startTestServers(options: {
  folder: string;
  supervisor: Supervisor;
  temporal: boolean;
  report: (line: string) => void;
}): Promise<TestServers> {
  const { folder, supervisor, report } = options;
  // Far from the usual ports: a test run must not take those of a start that may follow.
  const port = await choosePort(undefined, 25_433, new Set());
  const cluster = {
    directory: join(folder, 'postgres'),
    port,
    logFile: join(folder, 'postgres.log'),
    superuserPassword: 'steward_test',
    settings: careless,
  };
  const temporalPort = await choosePort(undefined, 27_233, new Set([port]));
  const startTemporal = async () => {
    const binary = await findTemporal(report);
    // Virtual time can be asked for per workflow; whoever does not ask gets real time.
    const dynamicConfiguration = { 'frontend.WorkflowTimeSkippingEnabled': true };
    const server = { binary, databaseFile: null, port: temporalPort, uiPort: null, logFile: join(folder, 'temporal.log'), dynamicConfiguration };
    await supervisor.start(temporalService(server));
  };
  await Promise.all([
    preparePostgres(cluster).then((service) => supervisor.start(service)),
    ...(options.temporal ? [startTemporal()] : []),
  ]);
  return { postgresUrl: superuserUrl(cluster), temporalAddress: options.temporal ? temporalAddress({ port: temporalPort }) : null };
}
