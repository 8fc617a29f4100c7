import type { FastifyInstance } from 'fastify';

/** Largest batch of facts, in bytes: room for the most facts of a batch, each of one and a half kilobytes. */
const BATCH_LIMIT = 8_388_608;

/** Lets batches of facts be larger than other bodies. Call it before the routes are registered. */
export function allowLargeBatches(instance: FastifyInstance): void {
  instance.addHook('onRoute', (route) => {
    if (route.method === 'POST' && route.url.startsWith('/api/v1/facts/')) route.bodyLimit = BATCH_LIMIT;
  });
}
