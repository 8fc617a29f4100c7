import { Document, isMap, visit } from 'yaml';
import { PolicyInvalid } from './fault.js';
import { issuesOf } from './issues.js';
import { type Policy, policySchema } from './policy.js';
import { type DocumentFormat, readText } from './text.js';

/**
 * Reads a policy from the text of a JSON or YAML document.
 * @throws DocumentMalformed when it is no JSON or YAML
 * @throws PolicyInvalid naming each fault with path, line and column
 */
export function readPolicy(text: string, format: DocumentFormat): Policy {
  const { value, place } = readText(text, format);
  const parsed = policySchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new PolicyInvalid(
    issuesOf(policySchema, value, parsed.error).map(({ path, key, message }) => ({
      path: path.map(String).join('.'),
      ...place(path, key === undefined ? 'value' : 'name'),
      message,
    })),
  );
}

/** Writes a policy as a document that {@link readPolicy} reads back to the same policy. */
export function printPolicy(policy: Policy, format: DocumentFormat): string {
  if (format === 'json') return `${JSON.stringify(policy, null, 2)}\n`;
  const document = new Document(policy, { aliasDuplicateObjects: false });
  visit(document, {
    Map(_key, node) {
      // How a value becomes points reads best on one line.
      if (node.has('kind') && node.items.every(({ value }) => !isMap(value))) node.flow = true;
    },
  });
  return document.toString({ lineWidth: 0 });
}
