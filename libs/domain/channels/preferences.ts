import { DateTime, IANAZone } from 'luxon';
import { z } from 'zod';
import { chatKinds, ownRoads, type OwnRoad } from './chat.js';

/** Where a person can be told something. */
export const roads = ['email', ...chatKinds, ...(Object.keys(ownRoads) as [OwnRoad, ...OwnRoad[]])] as const;

/** See {@link roads}. */
export type Road = (typeof roads)[number];

/** What always arrives by mail and at once: the way in, and what has gone wrong for good. */
const MANDATORY: readonly string[] = ['access.signInLink', 'rectification.overdue', 'rectification.failed', 'phaseOut.proposed', 'monitoring.disruption'];

/** The mail of the day itself. */
export const DIGEST = 'digest';

const rule = z.strictObject({
  event: z
    .string()
    .max(100)
    .regex(/^(\*|[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)*(\.\*)?)$/, { error: 'must be an event such as rectification.reminder, all of an area such as rectification.*, or *' }),
  channels: z.array(z.enum(roads)).min(1).max(roads.length).describe('Mandatory events come by mail as well, whatever stands here.'),
  digest: z.boolean().default(false).describe('By mail not one by one, but once a day together.'),
});

/** How a person wants to be told: of several rules that fit an event the closest counts. */
export const preferences = z
  .strictObject({
    rules: z.array(rule).max(100).default([]),
    digestHour: z.int().min(0).max(23).default(8).describe('When the mail of the day is sent, in the time zone below.'),
    timeZone: z.string().refine((zone) => IANAZone.isValidZone(zone), { error: 'must be a time zone such as Asia/Shanghai' }).default('UTC'),
  })
  .meta({ id: 'NotificationPreferences' });

/** See {@link preferences}. */
export type Preferences = z.infer<typeof preferences>;

/** How one message goes: its roads, and whether the mail waits for the digest. */
export interface Told {
  readonly roads: readonly Road[];
  readonly digest: boolean;
}

/** True for what always arrives by mail and at once. */
export function isMandatory(event: string): boolean {
  return MANDATORY.includes(event);
}

/** How a person is told of an event; without a rule by mail, at once. A sign-in link goes by mail alone: in a chat others would open the door; so does the mail of the day. */
export function toldOf({ rules }: Preferences, event: string): Told {
  if (event.startsWith('access.') || event === DIGEST) return { roads: ['email'], digest: false };
  const fitting = rules.filter((each) => fits(each.event, event)).sort((a, b) => b.event.length - a.event.length)[0];
  if (!fitting) return { roads: ['email'], digest: false };
  if (!isMandatory(event)) return { roads: [...new Set(fitting.channels)], digest: fitting.digest };
  return { roads: [...new Set<Road>(['email', ...fitting.channels])], digest: false };
}

function fits(pattern: string, event: string): boolean {
  return pattern === '*' || pattern === event || (pattern.endsWith('.*') && event.startsWith(pattern.slice(0, -1)));
}

/** The next time after an instant at which the person's mail of the day is sent. */
export function nextDigest({ digestHour, timeZone }: Preferences, at: Date): Date {
  const local = DateTime.fromJSDate(at, { zone: timeZone });
  const today = local.set({ hour: digestHour, minute: 0, second: 0, millisecond: 0 });
  return (today > local ? today : today.plus({ days: 1 }).set({ hour: digestHour })).toJSDate();
}
