import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, DriverAdapterError, type SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';

const require = createRequire(import.meta.url);
const bindingsName = '@prisma/schema-engine-wasm/schema_engine_bg';

/** What is used of Node's WebAssembly, which TypeScript declares only for browsers. */
declare const WebAssembly: {
  compile(bytes: Uint8Array): Promise<object>;
  instantiate(module: object, imports: Record<string, object>): Promise<{ exports: { __wbindgen_start(): void } }>;
};

let loaded: Promise<void> | undefined;

/** Prisma's schema engine as WebAssembly: nothing is downloaded, and it writes what `prisma migrate` would. */
async function load(): Promise<void> {
  const wasmFile = require.resolve(bindingsName).replace(/\.js$/, '.wasm');
  const module = await WebAssembly.compile(await readFile(wasmFile));
  const instance = await WebAssembly.instantiate(module, { './schema_engine_bg.js': { ...bindings, ...patientTimers() } });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
}

/** The engine never clears the timer of its own lock: it must not keep a process alive that has migrated. */
function patientTimers(): Record<string, object> {
  const names = Object.keys(bindings).filter((name) => name.startsWith('__wbg_setTimeout_'));
  return Object.fromEntries(names.map((name) => [name, (then: () => void, milliseconds: number) => setTimeout(then, milliseconds).unref()]));
}

/**
 * Runs work with a schema engine on the database, and frees the engine afterwards.
 */
export async function withSchemaEngine<T>(
  database: { url: string; schema: string },
  work: (engine: bindings.SchemaEngine) => Promise<T>,
): Promise<T> {
  await (loaded ??= load());
  const pool = new pg.Pool({ connectionString: database.url, max: 2, application_name: 'steward migrate' });
  pool.on('error', () => undefined);
  const opened: (() => Promise<void>)[] = [];
  try {
    const adapter = bindMigrationAwareSqlAdapterFactory(wholeScripts(pool, opened));
    const engine = await bindings.SchemaEngine.new({ datamodels: [['schema.prisma', database.schema]] }, () => undefined, adapter);
    try {
      return await work(engine);
    } finally {
      engine.free();
    }
  } finally {
    await Promise.all(opened.map((dispose) => dispose()));
    await pool.end();
  }
}

/**
 * Prisma's adapter cuts a script at every semicolon, inside functions and texts too. Sent whole, PostgreSQL reads it
 * by its own rules and runs it as one transaction: a migration that fails leaves nothing behind.
 */
function wholeScripts(pool: pg.Pool, opened: (() => Promise<void>)[]): SqlMigrationAwareDriverAdapterFactory {
  const factory = new PrismaPg(pool);
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connectToShadowDb: () => factory.connectToShadowDb(),
    async connect() {
      const adapter = await factory.connect();
      adapter.executeScript = async (script) => {
        try {
          await pool.query(script);
        } catch (error) {
          throw error instanceof pg.DatabaseError ? new DriverAdapterError(described(error)) : error;
        }
      };
      opened.push(() => adapter.dispose());
      return adapter;
    },
  };
}

function described(error: pg.DatabaseError): ConstructorParameters<typeof DriverAdapterError>[0] {
  return {
    kind: 'postgres',
    code: error.code ?? 'XX000',
    severity: error.severity ?? 'ERROR',
    message: error.message,
    detail: error.detail,
    column: error.column,
    hint: error.hint,
  };
}

/**
 * The SQL that turns a database of one Prisma schema into one of another.
 * @param url any PostgreSQL database: the engine asks it for its version, and changes nothing
 * @param from the older schema's text, or null for an empty database
 */
export async function migrationSql(url: string, from: string | null, to: string): Promise<string> {
  const datamodel = (content: string) => ({ tag: 'schemaDatamodel' as const, files: [{ path: 'schema.prisma', content }] });
  return withSchemaEngine({ url, schema: to }, async (engine) => {
    const result = await engine.diff({
      from: from === null ? { tag: 'empty' } : datamodel(from),
      to: datamodel(to),
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    });
    return result.stdout ?? '';
  });
}
