import { dayAfter } from '#domain/relationship/plan.js';
import { meetingInstant } from '#domain/relationship/meetings.js';
import { languageOf } from '#messaging/catalogs/speak.js';
import { meetingMissed, planReviewDue, rhythmTitle } from '#messaging/letters/relationship.js';
import type { Database, Transaction } from '#persistence/database.js';
import { calendarFor, OURS } from '#persistence/holidays.js';
import { insertOutbox } from '#persistence/outbox/outbox.js';
import { markMissed, planMeeting } from '#persistence/relationship/meetings.js';
import { meetingsByRhythm, meetingsToMiss, plansToReview, type RhythmMeeting } from '#persistence/relationship/rhythm.js';
import { v5 as uuidv5 } from 'uuid';
import { letterRow } from '../scorecards/readers.js';
import { remindOfForecasts } from './forecast-mails.js';
import { personReader, relationshipUrl } from './readers.js';
import { tellOfMeeting, type MeetingSettings } from './meeting-mails.js';

const AT_ONCE = 200;
/** Of a plan's review its owner is told so many days before. */
const REVIEW_AHEAD = 7;
const STEWARD = 'steward';

interface Ports {
  readonly db: Database;
  readonly settings: MeetingSettings;
}

/**
 * What a day asks of working together with suppliers: meetings that nobody has written down become missed, the meetings of the rhythm are
 * planned and their invitations sent, and owners are told of plans to look at anew, suppliers of forecasts that wait for them. May be repeated: the same day does nothing twice.
 */
export async function seeToRelationships(ports: Ports, at: Date): Promise<void> {
  await missMeetings(ports, at);
  const today = at.toISOString().slice(0, 10);
  for (let after: string | null = null, more = true; more; ) {
    const { due, last } = await meetingsByRhythm(ports.db, { today, after, limit: AT_ONCE });
    for (const meeting of due) await ports.db.transaction((tx) => arrange(tx, ports, meeting, at));
    after = last;
    more = last !== null;
  }
  await tellOfReviews(ports, today, at);
  await remindOfForecasts(ports, at);
}

async function arrange(tx: Transaction, { settings }: Ports, due: RhythmMeeting, at: Date): Promise<void> {
  const { supplierId, organizerId, minutes, guests } = due;
  const startsAt = meetingInstant({ day: due.day, timeOfDay: due.meetingAt, theirs: calendarFor(due, at), ours: calendarFor(OURS, at) });
  const supplier = await tx.supplier.findUniqueOrThrow({ where: { id: supplierId }, select: { language: true } });
  const contact = await tx.contact.findFirst({ where: { supplierId, removedAt: null }, orderBy: { position: 'asc' }, select: { id: true } });
  const terms = { title: rhythmTitle(due.supplierName, languageOf(supplier.language)), startsAt, minutes, place: '', agenda: '', contactIds: contact ? [contact.id] : [], guests };
  const meeting = await planMeeting(tx, uuidv5(`meeting by rhythm ${due.day}`, supplierId), { supplierId, organizerId, byRhythm: true, terms, by: STEWARD, at });
  if (meeting?.status === 'planned' && meeting.sequence === 0) await tellOfMeeting(tx, settings, { meeting, occasion: 'invited', at });
}

async function missMeetings({ db, settings }: Ports, at: Date): Promise<void> {
  for (;;) {
    const found = await meetingsToMiss(db, at, AT_ONCE);
    if (found.length === 0) return;
    await db.transaction(async (tx) => {
      for (const { title, supplierId, startsAt, organizerId, id } of await markMissed(tx, found.map((each) => each.id), { by: STEWARD, at })) {
        const reader = await personReader(tx, organizerId, supplierId);
        const supplier = await tx.supplier.findUniqueOrThrow({ where: { id: supplierId }, select: { name: true } });
        if (!reader) continue;
        const letter = meetingMissed({ title, supplierName: supplier.name, startsAt: startsAt.toISOString(), url: relationshipUrl(settings, supplierId) }, reader.language);
        await insertOutbox(tx, [letterRow({ template: 'meeting.missed', about: id, reader, letter, domain: settings.mail.domain, at })]);
      }
    });
  }
}

async function tellOfReviews({ db, settings }: Ports, today: string, at: Date): Promise<void> {
  for (let after: string | null = null; ; ) {
    const plans = await plansToReview(db, { by: dayAfter(today, { days: REVIEW_AHEAD }), after, limit: AT_ONCE });
    await db.transaction(async (tx) => {
      for (const { supplierId, supplierName, ownerId, nextReviewOn } of plans) {
        const reader = await personReader(tx, ownerId, supplierId);
        const day = nextReviewOn.toISOString().slice(0, 10);
        if (!reader) continue;
        const letter = planReviewDue({ supplierName, day, url: relationshipUrl(settings, supplierId) }, reader.language);
        // The row's id follows from plan and day: it is told once, however often it is looked at.
        await insertOutbox(tx, [letterRow({ template: 'relationship.review', about: `${supplierId} ${day}`, reader, letter, domain: settings.mail.domain, at })]);
      }
    });
    if (plans.length < AT_ONCE) return;
    after = plans.at(-1)?.supplierId ?? null;
  }
}
