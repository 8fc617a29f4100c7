import { standardsReviewLetter } from '#messaging/letters/standards.js';
import type { Database } from '#persistence/database.js';
import { insertOutbox } from '#persistence/outbox/outbox.js';
import { openStandardsReviewIn } from '#persistence/standards/standards.js';
import { letterRow, staffReaders } from './readers.js';
import type { LetterSettings } from './scorecard-mails.js';

/** Opens the yearly review of the standards and tells the managers, once a year. Answers whether this call did. */
export async function openStandardsReview(
  { db, settings }: { db: Database; settings: Pick<LetterSettings, 'publicUrl' | 'mail'> },
  { year, at }: { year: number; at: Date },
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const review = await openStandardsReviewIn(tx, { year, at });
    if (!review) return false;
    const { from, to } = review.evidence;
    const told = { year, from, to, dueAt: review.dueAt.toISOString(), url: `${settings.publicUrl}/` };
    const readers = await staffReaders(tx, ['manager']);
    await insertOutbox(
      tx,
      readers.map((reader) => letterRow({ template: 'standards.review', about: review.id, reader, letter: standardsReviewLetter(told, reader.language), domain: settings.mail.domain, at })),
    );
    return true;
  });
}
