import type { ShareChange } from '#domain/phase-out/effects.js';
import type { PhaseOutState } from '#domain/phase-out/state.js';
import { languageOf } from '#messaging/catalogs/speak.js';
import { backupLetter, phaseOutLetter, phaseOutLetters } from '#messaging/letters/phase-out/letters.js';
import { renderLetter } from '#messaging/render.js';
import type { CaseCommit } from '#persistence/cases/case-commit.js';
import { writtenIn } from '#persistence/cases/commit-context.js';
import type { Transaction } from '#persistence/database.js';
import { suppressionsOf } from '#persistence/delivery/suppressions.js';
import { noticeRow } from '#persistence/outbox/notice.js';
import { insertOutbox, type NewOutboxMessage } from '#persistence/outbox/outbox.js';
import { v5 as uuidv5 } from 'uuid';
import { basicsOf, type ComposeSettings, type MailParts, type WrittenMail } from './mail-parts.js';

/** A mail of a phase-out. */
export function phaseOutMail(parts: MailParts): WrittenMail {
  const { input, context, notification, recipient } = parts;
  const letter = phaseOutLetters.find((each) => `phaseOut.${each}` === notification.template);
  if (!letter) throw new Error(`A phase-out has no mail ${notification.template}.`);
  const { supply } = input.state as PhaseOutState;
  const basics = basicsOf(parts);
  const written = phaseOutLetter({
    ...basics,
    letter,
    stage: input.view.stage,
    openLines: supply.openLines,
    categories: supply.categories.map(({ category }) => category),
    text: letter === 'opened' ? context.opening.description : (writtenIn(context.submission) ?? ''),
  });
  return { template: notification.template, rendered: renderLetter(written, { language: basics.language, recipientName: recipient.name }) };
}

/** Tells each supplier that takes over what its share now is, and, when a phase-out is aborted, that it is again what it was. */
export async function tellBackups(tx: Transaction, input: CaseCommit, settings: ComposeSettings): Promise<void> {
  const { effects } = input.state as PhaseOutState;
  const changesOf = (list: typeof effects.does | typeof effects.undoes) => list.flatMap((effect) => (effect.kind === 'shares' ? effect.changes : []));
  const [gaining, losing] = [changesOf(effects.does), changesOf(effects.undoes)].map((changes) => changes.filter(({ supplierId }) => supplierId !== input.supplierId));
  const rows = [...(await lettersTo(tx, { input, settings, letter: 'gaining', changes: gaining ?? [] })), ...(await lettersTo(tx, { input, settings, letter: 'losing', changes: losing ?? [] }))];
  if (rows.length > 0) await insertOutbox(tx, rows);
}

async function lettersTo(
  tx: Transaction,
  { input, settings, letter, changes }: { input: CaseCommit; settings: ComposeSettings; letter: 'gaining' | 'losing'; changes: readonly ShareChange[] },
): Promise<NewOutboxMessage[]> {
  const suppliers = await tx.supplier.findMany({
    where: { id: { in: [...new Set(changes.map(({ supplierId }) => supplierId))] } },
    include: { contacts: { where: { removedAt: null }, orderBy: { position: 'asc' } } },
    orderBy: { id: 'asc' },
  });
  const dead = await suppressionsOf(tx, suppliers.flatMap(({ contacts }) => contacts.map(({ email }) => email)));
  return suppliers.flatMap((supplier): NewOutboxMessage[] => {
    const contact = supplier.contacts.find(({ email }) => !dead.has(email.toLowerCase()));
    if (!contact) return [];
    const language = languageOf(contact.language ?? supplier.language);
    const own = changes.filter(({ supplierId }) => supplierId === supplier.id);
    const shares = [...new Map(own.map(({ category, to }) => [category, to]))].map(([category, percent]) => ({ category, percent }));
    return [
      noticeRow({
        id: uuidv5(`backup:${letter}:${supplier.id}`, input.command.commandId),
        template: `phaseOut.${letter}`,
        recipient: { kind: 'contact', id: contact.id, address: contact.email, language },
        mail: renderLetter(backupLetter({ letter, language, caseNumber: input.caseId.slice(0, 8), shares }), { language, recipientName: contact.name }),
        supplierId: supplier.id,
        domain: settings.mail.domain,
        at: input.at,
      }),
    ];
  });
}
