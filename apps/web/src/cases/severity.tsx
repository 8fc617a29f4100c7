import type { Case } from './queries.js';
import { useCaseWords } from './words.js';

const tones = { critical: 'tag tag-bad', major: 'tag tag-warn', minor: 'tag' } as const;

/** How grave a case is, in words. */
export function SeverityTag({ severity }: { severity: NonNullable<Case['severity']> }) {
  const words = useCaseWords();
  return <span className={tones[severity]}>{words.severity(severity)}</span>;
}
