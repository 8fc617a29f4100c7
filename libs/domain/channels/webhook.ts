import { z } from 'zod';

const url = z
  .string()
  .max(2_000)
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), { error: 'must be an address such as https://hooks.example.com/steward' })
  .refine((text) => !URL.canParse(text) || (new URL(text).username === '' && new URL(text).password === ''), { error: 'must not hold a name or password' });

const event = z
  .string()
  .max(100)
  .regex(/^(\*|[a-z][A-Za-z0-9]*\.(\*|[a-z][A-Za-z0-9]*))$/, { error: 'must be an event such as rectification.opened, all of a process such as rectification.*, or *' });
const events = z.array(event).min(1).max(100);
const description = z.string().trim().max(200).regex(/^\P{Cc}*$/u, 'must be one line without control characters');

/** Body of `POST /webhooks`. */
export const newWebhookBody = z
  .strictObject({
    url: url.describe('https, unless the host is named in STEWARD_ALLOWED_HOSTS.'),
    events: events.describe('Which events are sent: rectification.opened, rectification.* or *.'),
    description: description.default(''),
    paused: z.boolean().default(false),
  })
  .meta({ id: 'NewWebhook' });

/** Body of `PATCH /webhooks/{id}`: what is left out stays. */
export const webhookChange = z
  .strictObject({ url: url.optional(), events: events.optional(), description: description.optional(), paused: z.boolean().optional() })
  .meta({ id: 'WebhookChange' });

/** See {@link newWebhookBody}. */
export type NewWebhook = z.infer<typeof newWebhookBody>;

/** See {@link webhookChange}. */
export type WebhookChange = z.infer<typeof webhookChange>;

/** True when an endpoint with these events gets the event of a name. */
export function wants(subscribed: readonly string[], name: string): boolean {
  return subscribed.some((each) => each === '*' || each === name || (each.endsWith('.*') && name.startsWith(each.slice(0, -1))));
}
