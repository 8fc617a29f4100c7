import type { FastifyReply } from 'fastify';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { contentKey } from '#persistence/inbound/content-store.js';

/** Sends a stored file, always as a download: whatever it holds, a browser neither guesses its type nor runs it as ours. */
export async function sendFile(reply: FastifyReply, filesDirectory: string, file: { readonly name: string; readonly mediaType: string; readonly size: number; readonly sha256: string }): Promise<void> {
  await reply
    .header('content-type', file.mediaType)
    .header('content-length', file.size)
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`)
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('cache-control', 'private, no-store')
    .header('referrer-policy', 'no-referrer')
    .header('x-robots-tag', 'noindex')
    .send(createReadStream(join(filesDirectory, contentKey(file.sha256))));
}
