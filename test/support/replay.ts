import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { temporal } from '@temporalio/proto';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { workflowBundlePath } from '#apps/worker/workers.js';
import { OPENED_UPDATE } from '#workflows/shared/process-contract.js';

/** Where the recorded histories are: one file for each workflow, by what happens in it. */
const historiesFolder = fileURLToPath(new URL('../replay/histories', import.meta.url));

// A history that does not replay is the answer of these tests; what workers say of it besides would bury it.
Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: 'ERROR', forward: {} } } });

/** A recorded history, in the JSON form that the Temporal tools write and read. */
export interface Recorded {
  readonly name: string;
  readonly workflowId: string;
  readonly history: temporal.api.history.v1.IHistory;
}

type ReadJson = (type: unknown, json: unknown, options: { ignoreUnknownFields: boolean }) => temporal.api.history.v1.IHistory;

/**
 * The SDK's own historyFromJSON checks types by instanceof, and npm installs its packages a copy of protobufjs each: only the
 * copy that made the types reads them.
 */
const historyReader = (): ((json: unknown) => temporal.api.history.v1.IHistory) => {
  const byProto = createRequire(createRequire(import.meta.url).resolve('@temporalio/proto'));
  const { fromJson } = byProto('protobufjs/ext/protojson') as { fromJson: ReadJson };
  const types = byProto('./json-module') as { lookupType(name: string): unknown };
  const type = types.lookupType('temporal.api.history.v1.History');
  return (json) => fromJson(type, json, { ignoreUnknownFields: true });
};

/** The histories of the folder. */
export function recordedHistories(): Recorded[] {
  const read = historyReader();
  return readdirSync(historiesFolder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => {
      const { workflowId, history } = JSON.parse(readFileSync(join(historiesFolder, file), 'utf8')) as { workflowId: string; history: unknown };
      return { name: basename(file, '.json'), workflowId, history: read(history) };
    });
}

/**
 * Replays histories with the workflow code of the last build.
 * @param change alters the bundle's text first, for showing that a changed workflow is found out
 * @returns by name, what does not replay and why; empty when all do
 */
export async function replay(histories: readonly Recorded[], change: (code: string) => string = (code) => code): Promise<Record<string, string>> {
  const code = change(readFileSync(workflowBundlePath(), 'utf8'));
  const failures: Record<string, string> = {};
  const results = Worker.runReplayHistories({ workflowBundle: { code } }, histories.map(({ workflowId, history }) => ({ workflowId, history })));
  for await (const { workflowId, error } of results) {
    const name = histories.find((each) => each.workflowId === workflowId)?.name ?? workflowId;
    if (error) failures[name] = error.message;
  }
  return failures;
}

/** An Update that a workflow has answered, and whether its decision stood by then. */
export interface AnsweredUpdate {
  readonly name: string;
  readonly committedBefore: boolean;
}

/**
 * The Updates of a history that were answered with a standing, not refused: `committedBefore` where the commit of this very command (of an
 * opening: of its `open`) had returned before, with the sequence that the answer names.
 */
export function answeredUpdates({ events }: temporal.api.history.v1.IHistory): AnsweredUpdate[] {
  const names = new Map<string, string>();
  const asked = new Map<string, { name: string; commandId: string }>();
  const committed = new Map<string, number>();
  return (events ?? []).flatMap((event) => {
    const { activityTaskScheduledEventAttributes: scheduled, activityTaskCompletedEventAttributes: done } = event;
    const { workflowExecutionUpdateAcceptedEventAttributes: accepted, workflowExecutionUpdateCompletedEventAttributes: answered } = event;
    if (accepted) names.set(accepted.protocolInstanceId ?? '', accepted.acceptedRequest?.input?.name ?? '');
    if (scheduled?.activityType?.name === 'commit') asked.set(String(event.eventId), readPayload<{ command: { name: string; commandId: string } }>(scheduled.input).command);
    const command = done && asked.get(String(done.scheduledEventId));
    const result = command && readPayload<{ kind: string; sequence: number }>(done.result);
    if (command && result?.kind === 'committed') for (const key of [command.commandId, command.name]) committed.set(key, result.sequence);
    if (!answered?.outcome?.success) return [];
    const id = answered.meta?.updateId ?? '';
    const name = names.get(id) ?? '';
    const { sequence } = readPayload<{ sequence: number }>(answered.outcome.success);
    return [{ name, committedBefore: committed.get(name === OPENED_UPDATE ? 'open' : id) === sequence }];
  });
}

function readPayload<T>(payloads: temporal.api.common.v1.IPayloads | null | undefined): T {
  return JSON.parse(Buffer.from(payloads?.payloads?.[0]?.data ?? []).toString()) as T;
}
