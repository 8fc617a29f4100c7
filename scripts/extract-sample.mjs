// Makes sample/ from the full delivery history: node scripts/extract-sample.mjs PATH/SCMS_Delivery_History_Dataset.csv
// Keeps the rows of real suppliers and the columns that the mapping usaid-scms reads (a test compares both), so that the
// same mapping lands the same facts from the sample as from the full file.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';

const ownWarehouse = 'SCMS from RDC';
const columns = [
  'ID',
  'Vendor',
  'PO / SO #',
  'Item Description',
  'Line Item Quantity',
  'Unit Price',
  'Line Item Value',
  'PO Sent to Vendor Date',
  'Scheduled Delivery Date',
  'Product Group',
  'Sub Classification',
  'Delivered to Client Date',
];
/** Suppliers whose people are written to in another language than English. */
const languages = {
  'SHANGHAI KEHUA BIOENGINEERING CO.,LTD.  (KHB)': 'zh',
  'INVERNESS MEDICAL INNOVATIONS HONG KONG LTD': 'zh',
};
const desks = [
  { name: 'Procurement desk', email: 'procurement@example.com', roles: ['procurement'] },
  { name: 'Quality desk', email: 'quality@example.com', roles: ['quality'] },
  { name: 'Management', email: 'manager@example.com', roles: ['manager'] },
];
/** The part of a mail address before the @ has at most 64 octets (RFC 5321, 4.5.3.1.1). */
const longestLocalPart = 64;

const source = process.argv[2];
if (!source) {
  console.error('Usage: node scripts/extract-sample.mjs PATH/SCMS_Delivery_History_Dataset.csv');
  process.exit(1);
}
const folder = new URL('../sample/', import.meta.url);
const full = readFileSync(source);
const rows = parse(full, { bom: true, columns: true, record_delimiter: ['\r\n', '\n', '\r'] });
const lines = rows.filter((row) => row.Vendor !== ownWarehouse);
const csv = [columns, ...lines.map((row) => columns.map((column) => row[column]))].map((cells) => cells.map(quoted).join(',') + '\n').join('');
writeFileSync(new URL('usaid-scms.csv', folder), csv);

const names = [...new Set(lines.map((row) => row.Vendor))].sort();
const contacts = names.map((name) => ({
  supplier: name,
  name: `Quality contact, ${name}`,
  email: `${localPart(name)}@example.com`,
  language: languages[name] ?? 'en',
}));
writeFileSync(new URL('contacts.json', folder), JSON.stringify({ desks, contacts }, null, 2) + '\n');

const sha256 = (content) => createHash('sha256').update(content).digest('hex');
writeFileSync(new URL('README.md', folder), readme());
console.log(`${rows.length} rows read, ${lines.length} kept, ${contacts.length} suppliers`);

function quoted(cell) {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function localPart(name) {
  const words = name.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
  return words.slice(0, longestLocalPart).replace(/-+$/, '');
}

function readme() {
  return `# The sample that a first start loads
Real deliveries of health commodities, 2006–2015: an extract of the SCMS delivery history that the United States Agency for
International Development published. It is a work of the United States government and in the public domain.

- \`usaid-scms.csv\`: the ${lines.length} order lines of ${names.length} suppliers, for the mapping \`usaid-scms\`. Left out are the ${rows.length - lines.length} rows of
  \`${ownWarehouse}\`, the buyer's own warehouse, and the columns the mapping does not read; no cell was changed. The same mapping lands
  the same facts from it as from the full file.
- \`contacts.json\`: invented. One address at example.com for each supplier, and three desks of the buyer.

| file | sha256 |
|---|---|
| full file (\`SCMS_Delivery_History_Dataset.csv\`) | \`${sha256(full)}\` |
| \`usaid-scms.csv\` | \`${sha256(csv)}\` |

Made by \`node scripts/extract-sample.mjs PATH/SCMS_Delivery_History_Dataset.csv\`.
`;
}
