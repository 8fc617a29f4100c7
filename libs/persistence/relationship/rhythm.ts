import type { Guest } from '#domain/relationship/meetings.js';
import { dayAfter, nextMeetingDay } from '#domain/relationship/plan.js';
import type { Database } from '../database.js';
import type { Prisma } from '../generated/client.js';
import { guestsOf } from './meetings.js';
import { listTemplates } from './templates.js';

/** A meeting that the rhythm of a plan asks for. `day` is `YYYY-MM-DD`, at `meetingAt` (`HH:MM`) of the supplier's zone. */
export interface RhythmMeeting {
  readonly supplierId: string;
  readonly supplierName: string;
  readonly country: string | null;
  readonly timeZone: string;
  readonly organizerId: string;
  readonly day: string;
  readonly meetingAt: string;
  readonly minutes: number;
  readonly guests: readonly Guest[];
}

/** A meeting lies at least so many days ahead of its invitation, however late the rhythm is. */
const SHORTEST_NOTICE = 2;

interface PlanRow {
  readonly supplierId: string;
  readonly supplierName: string;
  readonly country: string | null;
  readonly timeZone: string;
  readonly segment: string;
  readonly organizerId: string;
  readonly meetingEveryWeeks: number;
  readonly meetingAt: string;
  readonly minutes: number;
  readonly guests: Prisma.JsonValue;
  readonly startedOn: Date;
  readonly lastOn: Date | null;
}

/**
 * Of a page of plans, by supplier: the meetings whose invitations are to go out by a day (`YYYY-MM-DD`). The rhythm counts from the last
 * meeting that it made, whatever became of that, or that was held besides. `last` is where the next page begins; null after the last one.
 */
export async function meetingsByRhythm(db: Database, { today, after, limit }: { today: string; after: string | null; limit: number }): Promise<{ due: RhythmMeeting[]; last: string | null }> {
  const ahead = new Map((await listTemplates(db)).map(({ segment, content }) => [segment as string, content.inviteDaysAhead]));
  const rows = await db.prisma.$queryRaw<PlanRow[]>`
    SELECT p.supplier_id AS "supplierId", s.name AS "supplierName", s.country, s.time_zone AS "timeZone", p.segment, p.owner_id AS "organizerId",
           p.meeting_every_weeks AS "meetingEveryWeeks", p.meeting_at AS "meetingAt", p.meeting_minutes AS minutes, p.guests, p.started_on AS "startedOn",
           (SELECT max(m.starts_at) FROM meetings m WHERE m.supplier_id = p.supplier_id AND (m.by_rhythm OR m.status = 'held')) AS "lastOn"
      FROM relationship_plans p JOIN suppliers s ON s.id = p.supplier_id
     WHERE p.meeting_every_weeks IS NOT NULL AND s.merged_into_id IS NULL AND s.status IN ('active', 'on-watch')
       AND NOT EXISTS (SELECT FROM meetings m WHERE m.supplier_id = p.supplier_id AND m.by_rhythm AND m.status = 'planned')
       AND (${after}::uuid IS NULL OR p.supplier_id > ${after}::uuid)
     ORDER BY p.supplier_id LIMIT ${limit}`;
  const due = rows.flatMap(({ segment, startedOn, lastOn, meetingEveryWeeks, guests, ...row }) => {
    const next = nextMeetingDay({ meetingEveryWeeks, startedOn: dayOf(startedOn), lastMeetingOn: lastOn && dayOf(lastOn) });
    if (next === null || next > dayAfter(today, { days: ahead.get(segment) ?? 0 })) return [];
    const soonest = dayAfter(today, { days: SHORTEST_NOTICE });
    return [{ ...row, day: next > soonest ? next : soonest, guests: guestsOf({ guests }) }];
  });
  return { due, last: rows.length < limit ? null : (rows.at(-1)?.supplierId ?? null) };
}

/** Planned meetings that ended so many days ago that they count as missed, by the templates of their suppliers' segments. */
export async function meetingsToMiss(db: Database, at: Date, limit: number): Promise<{ id: string }[]> {
  const templates = (await listTemplates(db)).map(({ segment, content }) => ({ segment, days: content.missedAfterDays }));
  return db.prisma.$queryRaw<{ id: string }[]>`
    SELECT m.id FROM meetings m JOIN suppliers s ON s.id = m.supplier_id
      JOIN jsonb_to_recordset(${JSON.stringify(templates)}::jsonb) AS t (segment text, days int) ON t.segment = s.segment
     WHERE m.status = 'planned' AND m.starts_at + make_interval(mins => m.minutes, days => t.days) <= ${at}::timestamptz
     ORDER BY m.starts_at LIMIT ${limit}`;
}

/** Plans that are to be looked at anew by a day (`YYYY-MM-DD`), a page by supplier. */
export async function plansToReview(db: Database, { by, after, limit }: { by: string; after: string | null; limit: number }): Promise<{ supplierId: string; supplierName: string; ownerId: string; nextReviewOn: Date }[]> {
  return db.prisma.$queryRaw`
    SELECT p.supplier_id AS "supplierId", s.name AS "supplierName", p.owner_id AS "ownerId", p.next_review_on AS "nextReviewOn"
      FROM relationship_plans p JOIN suppliers s ON s.id = p.supplier_id
     WHERE p.next_review_on <= ${by}::date AND s.merged_into_id IS NULL AND s.status IN ('active', 'on-watch', 'phasing-out')
       AND (${after}::uuid IS NULL OR p.supplier_id > ${after}::uuid)
     ORDER BY p.supplier_id LIMIT ${limit}`;
}

function dayOf(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}
