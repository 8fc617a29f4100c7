import type { Deadline, Notification } from '#domain/process/decision.js';
import type { RenderedMail } from '#messaging/templates/letter.js';
import type { CommitContext } from '#persistence/cases/commit-context.js';
import type { CommitInput } from '#workflows/shared/commit.js';
import type { Grant } from '#persistence/links/capability.js';
import type { Configuration } from '../../configuration.js';
import type { Recipient } from './recipients.js';

/** What composing takes from the configuration. */
export type ComposeSettings = Pick<Configuration, 'publicUrl' | 'secret' | 'mail'>;

/** The processes whose cases have a page for their supplier, and where it is. */
const pages: Readonly<Record<string, string>> = { rectification: '/portal/cases' };

/** What one mail of a decision is made from. */
export interface MailParts {
  readonly input: CommitInput;
  readonly context: CommitContext;
  readonly settings: ComposeSettings;
  readonly deadline: Deadline | null;
  readonly notification: Notification;
  readonly recipient: Recipient;
  readonly position: number;
  /** The contact's own, to the page of the case. */
  readonly link: Grant | null;
}

/** A mail as its process has written it. */
export interface WrittenMail {
  readonly template: string;
  readonly rendered: RenderedMail;
}

/** Path of the pages of a process's cases, without the link; null where its suppliers have none. */
export function pathOfPage(process: string): string | null {
  return pages[process] ?? null;
}

/** Address of the case's page with the reader's own link; null for whoever has none. */
export function pageOf({ input, settings, link }: MailParts): string | null {
  const path = pathOfPage(input.process);
  return path === null || link === null ? null : `${settings.publicUrl}${path}/${link.token}`;
}
