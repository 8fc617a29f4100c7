import type { HttpAnswer } from '../outgoing/http-call.js';
import { inBytes, jsonRequest, withoutMarkdown, type ChatPlatform } from './chat.js';
import { byStatus, push, type PushResult } from './outcome.js';

/** A message may have 28 KB; the card around the text needs little. */
const LONGEST = 20_000;

/** Microsoft Teams: a workflow's webhook, which takes an adaptive card and answers 202. */
export const teams: ChatPlatform = {
  pace: { perMinute: 60, burst: 3 },
  signs: false,
  namesChat: false,
  send({ title, text, link }, { address }, surroundings) {
    const card = {
      $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
      type: 'AdaptiveCard',
      version: '1.4',
      body: [
        { type: 'TextBlock', text: withoutMarkdown(title), weight: 'Bolder', size: 'Medium', wrap: true },
        { type: 'TextBlock', text: inBytes(withoutMarkdown(text), LONGEST), wrap: true },
      ],
      ...(link === null ? {} : { actions: [{ type: 'Action.OpenUrl', title: 'Steward', url: link }] }),
    };
    const document = { type: 'message', attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content: card }] };
    return push(address, jsonRequest(document), surroundings, judge);
  },
};

/** The older connectors answer 200 and tell of the failure in words. */
function judge(answer: HttpAnswer, at: Date): PushResult {
  const within = /endpoint returned HTTP error (\d{3})/.exec(answer.body.toString('utf8'));
  return byStatus(within && answer.status < 300 ? { ...answer, status: Number(within[1]) } : answer, at);
}
