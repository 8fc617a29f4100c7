import type { Deadline, Notification } from '#domain/process/decision.js';
import { caseAddress } from '#messaging/case-address.js';
import { languageOf } from '#messaging/catalogs/speak.js';
import type { CaseMail } from '#messaging/letters/case-mail.js';
import type { RenderedMail } from '#messaging/templates/letter.js';
import type { CommitContext } from '#persistence/cases/commit-context.js';
import { OURS } from '#persistence/holidays.js';
import type { CommitInput } from '#workflows/shared/commit.js';
import type { Grant } from '#persistence/links/capability.js';
import type { Configuration } from '../../configuration.js';
import type { Recipient } from './recipients.js';

/** What composing takes from the configuration. */
export type ComposeSettings = Pick<Configuration, 'publicUrl' | 'secret' | 'mail'>;

/** The processes whose cases have a page for their supplier, and where it is. */
const pages: Readonly<Record<string, string>> = { rectification: '/portal/cases', onboarding: '/portal/onboardings' };

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

/** See {@link CaseMail}. */
export function basicsOf({ input, context, settings, deadline, notification, recipient }: MailParts): CaseMail {
  const toContact = recipient.kind === 'contact';
  const forSupplier = notification.to === 'supplier' || toContact;
  return {
    language: languageOf(recipient.language),
    reader: forSupplier ? 'supplier' : 'staff',
    inPlaceOfContact: forSupplier && !toContact,
    supplier: context.supplier.name,
    caseNumber: input.caseId.slice(0, 8),
    dueAt: deadline?.dueAt ?? null,
    timeZone: toContact ? context.supplier.timeZone : OURS.timeZone,
    params: notification.params ?? {},
    url: caseAddress({ publicUrl: settings.publicUrl, process: input.process, id: input.caseId }),
  };
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
