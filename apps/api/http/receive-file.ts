import type {} from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { storeContent, type StoredContent } from '#persistence/inbound/content-store.js';
import { Problem, problems } from './problem.js';
import { refuseUnstorable } from './unstorable.js';

/** Largest file unless a route says otherwise, in bytes. */
const FILE_LIMIT = 1_073_741_824;

/** A multipart form with one file, which is on the disk when this is answered. */
export interface ReceivedForm {
  readonly fields: Readonly<Record<string, string>>;
  readonly file: StoredContent & { readonly name: string };
}

/**
 * Streams the form's `file` into the store of the directory; memory does not grow with it.
 * @throws Problem 415 without a multipart body, 413 for a file over the limit (bytes), 400 for a broken form or characters that cannot be stored, 422 without a file
 */
export async function receiveForm(request: FastifyRequest, directory: string, limit = FILE_LIMIT): Promise<ReceivedForm> {
  if (!request.isMultipart()) {
    throw new Problem({ status: 415, code: 'unsupportedMediaType', detail: 'Send multipart/form-data with the file in the field `file`.' });
  }
  const fields: Record<string, string> = {};
  let file: ReceivedForm['file'] | undefined;
  try {
    for await (const part of request.parts({ limits: { files: 1, fields: 10, fieldSize: 1_000, fileSize: limit } })) {
      if (part.type === 'field') {
        if (typeof part.value === 'string') fields[part.fieldname] = part.value;
      } else if (part.fieldname === 'file') {
        file = { ...(await storeContent(directory, part.file)), name: fileNameOf(part.filename) };
        if (part.file.truncated) throw new Problem({ status: 413, code: 'tooLarge', detail: `A file can hold at most ${Math.floor(limit / 1_048_576)} MiB here.` });
      } else {
        part.file.resume();
      }
    }
  } catch (error) {
    throw isBrokenForm(error) ? problems.malformed('The multipart form is broken or was cut off.') : error;
  }
  refuseUnstorable(fields);
  if (!file) throw problems.invalid([{ path: 'file', message: 'send the file in a field of this name' }]);
  return { fields, file };
}

/** Only the last part of a path, and no control characters: the name is shown to people. */
export function fileNameOf(name: string | undefined): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is to be removed
  const shown = (name ?? '').split(/[\\/]/).at(-1)?.replace(/[\u0000-\u001f\u007f]/g, '').slice(0, 255) ?? '';
  return shown === '' ? 'unnamed' : shown;
}

/** What the form's parser says; a full disk is not the sender's fault and stays what it is. */
export function isBrokenForm(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof Problem) return false;
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'FST_REQ_FILE_TOO_LARGE' || code.endsWith('_LIMIT')) return false;
  return /multipart|unexpected end|premature|boundary/i.test(error.message) || code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ECONNRESET';
}
