/** Imports one file in a process of its own and tells how much memory that took: node in-own-process.mjs URL FILE */
import { importFile } from './import-file.mjs';

const [url, file] = process.argv.slice(2);
const { landed } = await importFile(url, file);
console.log(JSON.stringify({ landed, peakMiB: Math.round(process.resourceUsage().maxRSS / 1024) }));
