import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstAddress, readPage, UnexpectedAnswer, type Cells, type DecimalSign, type SourcePage } from '#domain/connector/page.js';
import { columnsOf, type Mapping } from '#domain/facts/mapping.js';
import { getConnector, notePulled, notePullFailed, type ConnectorRecord } from '#persistence/connectors/connectors.js';
import type { Database } from '#persistence/database.js';
import { runImport } from '#persistence/imports/run-import.js';
import { mappingNamed } from '#persistence/mappings/mappings.js';
import type { PullOutcome } from '#workflows/pull-facts/activities.js';
import type { Configuration } from '../../configuration.js';
import { askSource, SourceFailed, type SourceAccess, type SourceLimits } from './ask-source.js';

/** What one pull may cost. */
export interface PullLimits extends SourceLimits {
  readonly pages: number;
  readonly allBytes: number;
}

/** A page of half a minute and 16 MiB, a thousand of them, 256 MiB in all. */
export const usualLimits: PullLimits = { patience: 30_000, bytes: 16_777_216, pages: 1_000, allBytes: 268_435_456 };

/** The form of the file in which the rows come to the import, whatever form the mapping's own files have. */
const ourFile: Mapping['file'] = { separator: ',', encoding: 'utf-8', headerLine: 1, sheet: null };

/** What pulling needs. */
export interface PullPorts {
  readonly db: Database;
  readonly settings: Configuration['connectors'];
  readonly now: () => Date;
  readonly limits?: PullLimits;
}

/** One try of a pull: the id that its import gets, a sign of life after each step, and when to give up. */
export interface PullAttempt {
  readonly connectorId: string;
  readonly importId: string;
  readonly beat: () => void;
  readonly signal: AbortSignal;
}

/**
 * Fetches all pages of a source into a file of their own, imports it as any other file, and only then moves the cursor.
 * A pull that is repeated – after a crash at any point – brings rows again that land as unchanged.
 * @throws SourceFailed when the source gives no answer that can be used; the connector then says why
 */
export async function pullConnector(ports: PullPorts, attempt: PullAttempt): Promise<PullOutcome> {
  const connector = await getConnector(ports.db, attempt.connectorId);
  if (!connector) return { kind: 'gone' };
  const folder = await mkdtemp(join(tmpdir(), 'steward-pull-'));
  try {
    return await pullInto(join(folder, 'rows.csv'), connector, ports, attempt);
  } catch (error) {
    if (error instanceof SourceFailed) await notePullFailed(ports.db, { id: connector.id, error: error.message, at: ports.now() });
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function pullInto(path: string, connector: ConnectorRecord, ports: PullPorts, attempt: PullAttempt): Promise<PullOutcome> {
  const { db, now } = ports;
  const saved = await mappingNamed(db, connector.mapping);
  if (!saved) throw new SourceFailed('unexpectedAnswer', `There is no mapping "${connector.mapping}" any more; choose another one.`, false);
  const mapping: Mapping = { ...saved, file: ourFile };
  const fetched = await fetchAll(path, connector, mapping, ports, attempt);
  if (fetched.rows === 0) {
    await notePulled(db, connector, { cursor: fetched.mark, importId: null, at: now() });
    return { kind: 'nothingNew' };
  }
  const { importId } = attempt;
  const request = { importId, mapping, fileName: `${connector.name}.json`, dryRun: false, startedBy: `connector:${connector.id}`, now };
  const imported = await runImport(db, { ...request, input: createReadStream(path, { signal: attempt.signal }), onProgress: attempt.beat });
  if (imported.status === 'failed') {
    await notePullFailed(db, { id: connector.id, error: imported.error ?? 'The import failed.', importId, at: now() });
    return { kind: 'failed', importId };
  }
  await notePulled(db, connector, { cursor: fetched.mark, importId, at: now() });
  return { kind: 'imported', importId, rowsRead: imported.rowsRead };
}

async function fetchAll(path: string, connector: ConnectorRecord, mapping: Mapping, ports: PullPorts, attempt: PullAttempt): Promise<{ rows: number; mark: string | null }> {
  const limits = ports.limits ?? usualLimits;
  const access = accessTo(connector, ports, limits, attempt.signal);
  const columns = columnsOf(mapping);
  const file = await open(path, 'wx', 0o600);
  try {
    await file.write(csvLine(columns));
    let address: string | null = firstAddress(connector.url, connector.shape, connector.cursor);
    let mark = connector.cursor;
    let rows = 0;
    let bytes = 0;
    for (let pages = 0; address !== null; pages++) {
      if (pages >= limits.pages) throw tooMuch(`more than ${limits.pages} pages`);
      const answer = await askSource(address, access);
      bytes += answer.bytes;
      if (bytes > limits.allBytes) throw tooMuch(`more than ${Math.floor(limits.allBytes / 1_048_576)} MiB`);
      const page = pageOf(answer.document, connector, { address, taken: rows, mark }, mapping.numbers.decimal);
      await writeRows(file, page.rows, columns);
      ({ next: address, mark } = page);
      rows += page.rows.length;
      attempt.beat();
    }
    return { rows, mark };
  } finally {
    await file.close();
  }
}

function accessTo(connector: ConnectorRecord, { settings }: PullPorts, limits: SourceLimits, signal: AbortSignal): SourceAccess {
  const url = new URL(connector.url);
  const { secretName } = connector;
  const secret = secretName === null ? null : (settings.secrets[secretName] ?? null);
  if (secretName !== null && secret === null) throw new SourceFailed('noSecret', `The variable STEWARD_CONNECTOR_SECRET_${secretName} is not set where the worker runs.`, false);
  if (secret !== null && url.protocol !== 'https:' && !settings.allowedHosts.includes(url.hostname.toLowerCase())) {
    throw new SourceFailed('refusedAddress', 'A secret is sent over https only, unless the host is named in STEWARD_ALLOWED_HOSTS.', false);
  }
  return { origin: url.origin, secret, allowedHosts: settings.allowedHosts, limits, signal };
}

function pageOf(document: unknown, connector: ConnectorRecord, before: { address: string; taken: number; mark: string | null }, decimal: DecimalSign): SourcePage {
  try {
    return readPage(document, connector.shape, before, decimal);
  } catch (error) {
    throw error instanceof UnexpectedAnswer ? new SourceFailed('unexpectedAnswer', error.message, false) : error;
  }
}

async function writeRows(file: FileHandle, rows: readonly Cells[], columns: readonly string[]): Promise<void> {
  const lines = rows.map((row) => csvLine(columns.map((column) => (Object.hasOwn(row, column) ? (row[column] ?? '') : ''))));
  if (lines.length > 0) await file.write(lines.join(''));
}

function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\r\n`;
}

function tooMuch(what: string): SourceFailed {
  return new SourceFailed('tooLarge', `A pull brings ${what}; ask for less at once, such as by a since parameter.`, false);
}
