import type { DataConverter } from '@temporalio/common';
import { Client, Connection } from '@temporalio/client';
import type { Configuration } from '../configuration.js';
import { encryptingCodec } from './codec.js';

/** The data converter that clients and workers must share. */
export function dataConverterOf(configuration: Pick<Configuration, 'payloadKey'>): DataConverter {
  return configuration.payloadKey ? { payloadCodecs: [encryptingCodec(configuration.payloadKey)] } : {};
}

/** A client that connects with its first call, so that start-up order does not matter. */
export function temporalClient(configuration: Pick<Configuration, 'temporal' | 'payloadKey'>): Client {
  return new Client({
    connection: Connection.lazy(configuration.temporal.connectionOptions),
    namespace: configuration.temporal.namespace,
    dataConverter: dataConverterOf(configuration),
  });
}
