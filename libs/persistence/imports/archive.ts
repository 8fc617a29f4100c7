import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';
import { FileProblem } from '#domain/facts/rules.js';

/** Bytes that all parts of a workbook may unpack to, and those that are held in memory while a sheet is read. */
const mostBytes = 2_147_483_648;
const mostShared = 134_217_728;
const mostParts = 2_000;
const endLength = 22;
const longestComment = 65_535;

interface Part {
  name: string;
  method: number;
  compressed: number;
  offset: number;
}

/** A part may be followed by a note of its sizes; where more lies between two parts, another could hide. */
const longestDescriptor = 24;
/** General purpose bit 3: the sizes stand behind the part and not in its head (APPNOTE.TXT 4.4.4). */
const sizesFollow = 0x08;

/**
 * Unpacks every part of an archive to nowhere and counts: what the table of contents claims may be a lie. The parts must fill
 * the file from its beginning to that table: some readers go by the table, others from head to head, and what the one never
 * counts the other would unpack.
 * @throws FileProblem `unreadableFile` when it is no archive that can be read, or unpacks to too much
 */
export async function refuseBombs(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    const { parts, tableAt } = await contents(file);
    let left = mostBytes;
    let end = 0;
    for (const part of parts.toSorted((a, b) => a.offset - b.offset)) {
      const begin = await beginOf(file, part);
      if (part.offset < end || part.offset - end > (end === 0 ? 0 : longestDescriptor)) throw broken();
      left -= await unpackedSize(path, part, begin, /sharedStrings|styles|workbook\.xml|\.rels$/.test(part.name) ? Math.min(left, mostShared) : left);
      end = begin + part.compressed;
    }
    if (tableAt < end || tableAt - end > longestDescriptor) throw broken();
  } finally {
    await file.close();
  }
}

const broken = (): FileProblem => new FileProblem('unreadableFile', 'The file is a damaged workbook or another archive. Save it again as XLSX, or save the sheet as CSV in UTF-8.');
const tooLarge = (): FileProblem => new FileProblem('unreadableFile', 'The workbook unpacks to more than can be read. Save the sheet as CSV in UTF-8.');

/** The table of contents at the end of the archive (APPNOTE.TXT 4.3.12 and 4.3.16; without ZIP64, which only files over 4 GB need). */
async function contents(file: FileHandle): Promise<{ parts: Part[]; tableAt: number }> {
  const { size } = await file.stat();
  const tail = await bytesAt(file, Math.max(0, size - endLength - longestComment), Math.min(size, endLength + longestComment));
  const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + endLength > tail.length) throw broken();
  const [count, length, start] = [tail.readUInt16LE(end + 10), tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)];
  if (count > mostParts) throw tooLarge();
  if (start + length > size || length > 1_000_000) throw broken();
  const table = await bytesAt(file, start, length);
  const parts: Part[] = [];
  for (let at = 0; parts.length < count; ) {
    if (at + 46 > table.length || table.readUInt32LE(at) !== 0x02014b50) throw broken();
    const [name, extra, comment] = [table.readUInt16LE(at + 28), table.readUInt16LE(at + 30), table.readUInt16LE(at + 32)];
    parts.push({
      name: table.toString('utf8', at + 46, at + 46 + name),
      method: table.readUInt16LE(at + 10),
      compressed: table.readUInt32LE(at + 20),
      offset: table.readUInt32LE(at + 42),
    });
    at += 46 + name + extra + comment;
  }
  return { parts, tableAt: start };
}

/** Where the bytes of a part begin; its own head must say the same as the table. */
async function beginOf(file: FileHandle, part: Part): Promise<number> {
  const head = await bytesAt(file, part.offset, 30);
  if (head.length < 30 || head.readUInt32LE(0) !== 0x04034b50 || head.readUInt16LE(8) !== part.method) throw broken();
  if ((head.readUInt16LE(6) & sizesFollow) === 0 && head.readUInt32LE(18) !== part.compressed) throw broken();
  return part.offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28);
}

async function unpackedSize(path: string, part: Part, start: number, most: number): Promise<number> {
  if (part.method === 0) return within(part.compressed, most);
  if (part.method !== 8) throw broken();
  if (part.compressed === 0) return 0;
  let size = 0;
  const count = new Writable({
    write: (chunk: Buffer, _, done) => {
      size += chunk.length;
      done(size > most ? tooLarge() : null);
    },
  });
  try {
    await pipeline(createReadStream(path, { start, end: start + part.compressed - 1 }), createInflateRaw(), count);
  } catch (error) {
    throw error instanceof FileProblem ? error : broken();
  }
  return size;
}

function within(size: number, most: number): number {
  if (size > most) throw tooLarge();
  return size;
}

async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}
