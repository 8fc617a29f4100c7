import { writeFileSync } from 'node:fs';
import { buildDocument } from './openapi.js';

/**
 * `node dist/apps/api/write-openapi.js apps/web/openapi.json`: writes the document from which the web's client is made.
 * To be run when routes or schemas change; a test says so.
 */
const [, , target] = process.argv;
if (!target) throw new Error('Name the file to write, such as apps/web/openapi.json.');
writeFileSync(target, `${JSON.stringify(await buildDocument(), null, 2)}\n`);
