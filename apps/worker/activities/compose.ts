import { resolveDeadline } from '#domain/calendar/business-days.js';
import type { Deadline, Notification } from '#domain/process/decision.js';
import { extensionToOffer } from '#domain/rectification/arc.js';
import { barred } from '#domain/rectification/separation.js';
import { takesFullArc, type RectificationState } from '#domain/rectification/state.js';
import { replyAddress } from '#messaging/reply-address.js';
import { renderMail } from '#messaging/render.js';
import type { StandingEntry, TemplateName } from '#messaging/templates/letter.js';
import { writtenIn, type CommitContext } from '#persistence/cases/commit-context.js';
import type { Composition } from '#persistence/cases/commit.js';
import { expiryAfter, grant, type Grant } from '#persistence/links/capability.js';
import type { LinkKind } from '#persistence/links/links.js';
import { calendarFor, OURS } from '#persistence/holidays.js';
import type { CommitInput } from '#workflows/shared/commit.js';
import { v5 as uuidv5 } from 'uuid';
import { basicsOf, pageOf, pathOfPage, type ComposeSettings, type MailParts, type WrittenMail } from './mail-parts.js';
import { onboardingMail } from './onboarding-mails.js';
import { phaseOutMail } from './phase-out-mails.js';
import { assigned, recipientsOf, type Recipient } from './recipients.js';

/** Contact, escalation contact, owner, manager. */
const OWNERS_RUNG = 2;

type OutboxRow = Composition['outbox'][number];

/** How the mails of a process are written; those that are not named are written from the templates. */
const pens: Readonly<Record<string, (parts: MailParts) => WrittenMail>> = { phaseOut: phaseOutMail, onboarding: onboardingMail };

/** Turns a decision into its deadline and its mails; pure but for the tables of holidays. */
export function compose(input: CommitInput, whole: CommitContext, settings: ComposeSettings): Composition {
  const context = amongReaders(input, whole);
  const deadline = deadlineOf(input, context);
  const waitsForSupplier = input.view.waitingFor === 'supplier';
  const links = new Map<string, Grant>();
  return {
    deadline,
    outbox: input.notifications.flatMap((notification, position) =>
      readersOf(input, notification, context).map((recipient) => {
        if (recipient.kind === 'contact' && pathOfPage(input.process) !== null) links.set(recipient.id, linkOf(input, context, { settings, deadline, contactId: recipient.id }));
        return mail({ input, context, settings, deadline, notification, recipient, position, link: links.get(recipient.id) ?? null });
      }),
    ),
    links: [...links.values()],
    waitingFor: waitsForSupplier && context.contacts.length === 0 ? 'owner' : input.view.waitingFor,
  };
}

/** Of a confidential case nobody of ours hears but its readers and its owner. */
function amongReaders({ readers }: CommitInput, context: CommitContext): CommitContext {
  if (readers === null) return context;
  return { ...context, people: context.people.filter(({ id }) => readers.includes(id) || id === context.ownerId) };
}

/** The present step may be somebody else's than the party's. */
function readersOf(input: CommitInput, { to, person }: Notification, context: CommitContext): Recipient[] {
  const { assignee = null } = input.state as { assignee?: string | null };
  const id = person ?? (to === input.view.waitingFor ? assignee : null);
  const instead = id === null ? null : assigned(id, context);
  return instead ? [instead] : withDeputies(otherThanBarred(input, to, context), context);
}

/** Of who is away, who approves in their place hears too. */
function withDeputies(readers: Recipient[], context: CommitContext): Recipient[] {
  const deputies = readers.flatMap(({ id }) => context.deputies.get(id) ?? []).filter((each) => !readers.some((reader) => reader.id === each));
  return [...readers, ...[...new Set(deputies)].flatMap((each) => assigned(each, context) ?? [])];
}

/** Who cannot decide what the case waits for is not asked for it, where somebody else is there: of the same desk, else a manager. */
function otherThanBarred(input: CommitInput, to: Notification['to'], context: CommitContext): Recipient[] {
  const found = recipientsOf(to, context);
  if (input.process !== 'rectification' || to !== input.view.waitingFor) return found;
  const out = barred(input.state as RectificationState);
  if (!found.some(({ id }) => out.includes(id))) return found;
  const able = (some: Recipient[]) => some.filter(({ id }) => !out.includes(id));
  const [here, above] = [able(found), able(recipientsOf('manager', context))];
  return here.length > 0 ? here : above.length > 0 ? above : found;
}

function deadlineOf(input: CommitInput, { supplier, contacts }: CommitContext): Deadline | null {
  if (input.due === null) return null;
  if (input.due === 'keep') return input.deadline;
  const party = input.due.of === 'supplier' ? supplier : OURS;
  const deadline = resolveDeadline(input.due, input.at, calendarFor(party, new Date(input.due.from)));
  if (input.due.of === 'buyer' || contacts.length > 0) return deadline;
  // A supplier who could not be told is not failed for its silence.
  return { ...deadline, moments: deadline.moments.filter((moment) => moment.kind !== 'exhaust') };
}

function linkOf(input: CommitInput, context: CommitContext, { settings, deadline, contactId }: { settings: ComposeSettings; deadline: Deadline | null; contactId: string }): Grant {
  const { process, caseId, supplierId } = input;
  const at = new Date(input.at);
  const capability = { kind: process as LinkKind, subjectId: caseId, supplierId, contactId };
  return grant(settings.secret, capability, context.links.get(contactId), { at, expiresAt: expiryAfter(deadline?.dueAt ?? null, at) });
}

function mail(parts: MailParts): OutboxRow {
  const { input, context, settings, recipient, position } = parts;
  const id = uuidv5(`mail:${position}:${recipient.id}`, input.command.commandId);
  const domain = settings.mail.domain;
  const root = context.threads.get(recipient.id);
  const toSupplier = recipient.kind === 'contact';
  const { template, rendered } = (pens[input.process] ?? templateMail)(parts);
  return {
    id,
    caseId: input.caseId,
    supplierId: input.supplierId,
    channel: 'email',
    template,
    recipientKind: recipient.kind,
    recipientId: recipient.id,
    address: recipient.address,
    language: recipient.language,
    ...rendered,
    messageId: `<${id}@${domain}>`,
    inReplyTo: root ?? null,
    references: root ? [root] : [],
    replyTo: toSupplier ? replyAddress({ caseId: input.caseId, secret: settings.secret, domain }) : null,
    status: 'waiting',
    attempts: 0,
    ambiguous: false,
    createdAt: new Date(input.at),
  };
}

function templateMail(parts: MailParts): WrittenMail {
  const { input, context, notification, recipient } = parts;
  const { language, supplier, caseNumber, dueAt, timeZone, params, url } = basicsOf(parts);
  const page = pageOf(parts);
  const toSupplier = recipient.kind === 'contact';
  const template = notification.to === 'supplier' && !toSupplier ? 'rectification.noContact' : notification.template;
  // The rung of a contact who is not there is the owner's, and reads as the owner's.
  const climbsToOwner = notification.to === 'escalationContact' && !toSupplier;
  const reader: Record<string, string | number> = climbsToOwner ? { to: 'owner', rung: OWNERS_RUNG } : { to: notification.to };
  const rendered = renderMail({
    template: template as TemplateName,
    language,
    recipientName: recipient.name,
    caseNumber,
    supplierName: supplier,
    title: context.opening.title,
    description: context.opening.description,
    dueAt,
    timeZone,
    params: { ...params, ...reader, ...offersOf(input), stage: stepOf(input, notification), sequence: input.previousSequence + 1, at: input.at },
    text: context.submission?.command === 'open' ? '' : (writtenIn(context.submission) ?? ''),
    caseUrl: url,
    entry: entryOf(parts, toSupplier),
    ...(page === null ? {} : { pageUrl: page }),
  });
  return { template, rendered };
}

/** Both sides have one entry a case; it is over when somebody had a date and the case waits for somebody else. */
function entryOf({ input, context, settings, notification, recipient }: MailParts, toSupplier: boolean): StandingEntry {
  const party = toSupplier ? 'supplier' : notification.to;
  return {
    uid: `${input.caseId}-${toSupplier ? 'supplier' : 'staff'}@${settings.mail.domain}`,
    organizer: settings.mail.from,
    over: context.dated.has(recipient.id) && input.view.waitingFor !== party,
  };
}

/** While an extension is being decided, reminders and the ladder are about that decision. */
function stepOf(input: CommitInput, notification: Notification): string {
  const aboutTheClock = notification.template === 'rectification.reminder' || notification.template === 'rectification.overdue';
  const pending = 'extensionRequest' in input.state && input.state.extensionRequest !== null;
  return aboutTheClock && pending ? 'extension' : input.view.stage;
}

/** What the case still allows: no mail offers what it would refuse. */
function offersOf({ process, state, view }: CommitInput): Record<string, string | number> {
  if (process !== 'rectification') return {};
  const standing = state as RectificationState;
  return {
    arc: takesFullArc(standing) ? 'full' : 'short',
    extendable: extensionToOffer(standing),
    reopenable: standing.terms.reopenings - standing.reopened,
    ended: view.status === 'open' ? 0 : 1,
  };
}
