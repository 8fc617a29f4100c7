import { v5 as uuidv5 } from 'uuid';
import { DIGEST } from '#domain/channels/preferences.js';
import { languageOf } from '#messaging/catalogs/speak.js';
import { digestLetter } from '#messaging/letters/digest.js';
import { renderLetter } from '#messaging/render.js';
import type { Database } from '#persistence/database.js';
import { digest, digestsDue } from '#persistence/outbox/digests.js';
import { noticeRow } from '#persistence/outbox/notice.js';

const AT_ONCE = 50;

/** Writes the mail of the day to everybody whose hour has come. The mail's id follows from its first notice. */
export async function writeDigests(ports: { readonly db: Database; readonly domain: string; readonly publicUrl: string; readonly now: () => Date }): Promise<void> {
  const { db, domain, publicUrl, now } = ports;
  const at = now();
  for (const personId of await digestsDue(db, at, AT_ONCE)) {
    await digest(db, personId, at, async (notices, tx) => {
      const person = await tx.person.findUnique({ where: { id: personId } });
      const [first] = notices;
      if (!person?.active || !first) return null;
      const language = languageOf(person.language);
      const mail = renderLetter(digestLetter({ notices, publicUrl }, language), { language, recipientName: person.name });
      const recipient = { kind: 'person' as const, id: person.id, address: person.email, language };
      return noticeRow({ id: uuidv5('digest', first.id), template: DIGEST, recipient, mail, domain, at });
    });
  }
}
