import type { TimelineEntry } from './queries.js';

/** What an entry says, with the tone of its dot. */
export interface Words {
  readonly text: string;
  readonly tone?: 'good' | 'fair' | 'warn' | 'bad' | undefined;
}

/** The texts of an entry by name; empty for what it does not say. */
export const textsOf = (data: TimelineEntry['data']) => (key: string) => String(data[key] ?? '');

/** A text as one line of a bearable length. */
export function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 140 ? `${line.slice(0, 139)}…` : line;
}

/** Whether the entry tells that a case opened because the supplier had stopped. */
export function isDisruption({ kind, data }: TimelineEntry): boolean {
  const about = data['data'];
  return kind === 'event' && data['type'] === 'opened' && typeof about === 'object' && about !== null && 'cause' in about && about.cause === 'disruption';
}
