import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Connection } from '@temporalio/client';
import type { Service } from './processes.js';

const run = promisify(execFile);

/** A Temporal development server that keeps its state in one file. */
export interface TemporalServer {
  binary: string;
  /** null: state is forgotten when it stops. */
  databaseFile: string | null;
  port: number;
  /** null: no web interface. */
  uiPort: number | null;
  logFile: string;
  /** Such as { 'frontend.WorkflowTimeSkippingEnabled': true }. */
  dynamicConfiguration?: Record<string, string | number | boolean>;
}

/** The search attributes that the workflows set at their start. */
export const searchAttributes = ['SupplierId', 'Process'] as const;

/** The development server forgets closed workflows after one day; cases are looked into for longer. */
const retentionDays = 90;

/** The service that runs the server; ready once its namespace can be used. */
export function temporalService(server: TemporalServer): Service {
  const address = temporalAddress(server);
  return {
    name: 'Temporal',
    command: server.binary,
    args: [
      'server', 'start-dev', '--ip', '127.0.0.1', '--port', String(server.port), '--log-level', 'warn',
      ...(server.databaseFile ? ['--db-filename', server.databaseFile] : []),
      ...(server.uiPort === null ? ['--headless'] : ['--ui-port', String(server.uiPort), '--ui-disable-news-fetch']),
      ...searchAttributes.flatMap((name) => ['--search-attribute', `${name}=Keyword`]),
      ...Object.entries(server.dynamicConfiguration ?? {}).flatMap(([key, value]) => ['--dynamic-config-value', `${key}=${JSON.stringify(value)}`]),
    ],
    env: process.env,
    logFile: server.logFile,
    stopSignal: 'SIGTERM',
    stopLimit: 15_000,
    readyLimit: 60_000,
    isReady: () => namespaceServes(address),
  };
}

/** host:port of the server */
export function temporalAddress(server: Pick<TemporalServer, 'port'>): string {
  return `127.0.0.1:${server.port}`;
}

/** Raises the retention of the default namespace, so that a case's history can still be opened months later. */
export async function raiseRetention(server: Pick<TemporalServer, 'binary' | 'port'>): Promise<void> {
  const change = ['operator', 'namespace', 'update', '--namespace', 'default', '--retention', `${retentionDays}d`];
  await run(server.binary, [...change, '--address', temporalAddress(server)]);
}

/** @returns whether the server answers and lets workflows be found by our search attributes */
async function namespaceServes(address: string): Promise<boolean> {
  const connection = Connection.lazy({ address, connectTimeout: 1_000 });
  const query = searchAttributes.map((name) => `${name} = 'none'`).join(' AND ');
  try {
    await connection.withDeadline(Date.now() + 2_000, () =>
      connection.workflowService.listWorkflowExecutions({ namespace: 'default', pageSize: 1, query }),
    );
    return true;
  } catch {
    return false;
  } finally {
    await connection.close();
  }
}
