import type { AuditFinding } from '#domain/onboarding/commands.js';
import type { ContentReader } from './content-reader.js';

/** Of what an audit has found the workflow knows how grave it is. */
export const readAudit: ContentReader = async (_db, { content }) => {
  const findings = (content['findings'] ?? []) as readonly AuditFinding[];
  return { facts: { severities: findings.map(({ severity }) => severity) }, content: {} };
};
