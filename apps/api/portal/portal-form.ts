import type {} from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect, LARGEST_FILE, MOST_FILES } from '#messaging/inbound/file-kind.js';
import { storeContent } from '#persistence/inbound/content-store.js';
import { formOf } from '../http/form-body.js';
import { Problem, problems } from '../http/problem.js';
import { fileNameOf, isBrokenForm } from '../http/receive-file.js';
import { refuseUnstorable } from '../http/unstorable.js';

/** Bytes of one field: more than the longest text, so that one that is too long can be shown again. */
const FIELD_BYTES = 200_000;
/** What a page's forms can bring, where it is more than usual. */
export interface FormLimits {
  readonly fields: number;
  readonly files: number;
}

/** More files than can be attached are read, so that each can be named as left out. */
const USUAL: FormLimits = { fields: 100, files: 2 * MOST_FILES };

/** A file that came with a form: in the store, or why not. */
export type Upload = { readonly field: string; readonly name: string } & (
  | { readonly sha256: string; readonly size: number; readonly mediaType: string }
  | { readonly refused: 'fileKind' | 'fileLarge' | 'fileEmpty' }
);

/** A form of a supplier's page. */
export interface PortalForm {
  readonly fields: URLSearchParams;
  readonly uploads: readonly Upload[];
}

/**
 * Reads a form that a browser sends without a script, with or without files; files are on the disk when this is answered, and belong to
 * nothing yet. Call it only when the link has opened: a stranger's files are not taken.
 * @throws Problem 400 for a broken form or characters that cannot be stored, 413 for far too many files
 */
export async function receivePortalForm(request: FastifyRequest, filesDirectory: string, most: FormLimits = USUAL): Promise<PortalForm> {
  if (!request.isMultipart()) return { fields: formOf(request), uploads: [] };
  const fields = new URLSearchParams();
  const uploads: Upload[] = [];
  try {
    const limits = { ...most, fieldSize: FIELD_BYTES, fileSize: LARGEST_FILE };
    for await (const part of request.parts({ limits })) {
      if (part.type === 'field') {
        if (typeof part.value === 'string') fields.append(part.fieldname, part.value);
      } else {
        const stored = await storeContent(filesDirectory, part.file);
        // A browser sends a file without a name and content for each field that was left empty.
        if ((part.filename ?? '') === '' && stored.size === 0) continue;
        uploads.push(await judged({ field: part.fieldname, name: fileNameOf(part.filename) }, stored, { filesDirectory, truncated: part.file.truncated }));
      }
    }
  } catch (error) {
    throw isBrokenForm(error) ? problems.malformed('The form is broken or was cut off.') : tooMany(error);
  }
  const sent = [...fields].map(([, value]) => value);
  refuseUnstorable([...sent, ...uploads.map(({ name }) => name)]);
  return { fields, uploads };
}

async function judged(sent: Pick<Upload, 'field' | 'name'>, { key, sha256, size }: { key: string; sha256: string; size: number }, { filesDirectory, truncated }: { filesDirectory: string; truncated: boolean }): Promise<Upload> {
  if (truncated) return { ...sent, refused: 'fileLarge' };
  if (size === 0) return { ...sent, refused: 'fileEmpty' };
  const verdict = await inspect(sent.name, await readFile(join(filesDirectory, key)));
  return 'refused' in verdict ? { ...sent, refused: 'fileKind' } : { ...sent, sha256, size, mediaType: verdict.mediaType };
}

function tooMany(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code.endsWith('_LIMIT') ? new Problem({ status: 413, code: 'tooLarge', detail: `A form can bring at most ${MOST_FILES} files.` }) : error;
}
