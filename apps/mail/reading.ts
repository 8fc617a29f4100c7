import { createRequire } from 'node:module';
import type { Email } from 'postal-mime';
import { PARSE_LIMITS, Unreadable, type ParseMail } from '#messaging/inbound/bounds.js';
import { apart, USUAL_COST, type Cost } from './apart.js';

/** The parser comes by its path. */
const WORK = `({ parser, raw, limits }) => require(parser).parse(raw, limits)`;

/**
 * A parser with a thread of its own for each mail.
 * @throws Unreadable as every {@link ParseMail}; another error when no thread can be had
 */
export function parseApart(cost: Cost = USUAL_COST): ParseMail {
  const parser = createRequire(import.meta.url).resolve('postal-mime');
  return async (raw) => {
    const ended = await apart<Email>(WORK, { parser, raw, limits: PARSE_LIMITS }, cost);
    if ('answer' in ended) return ended.answer;
    if ('refusal' in ended) throw new Unreadable(ended.refusal);
    throw new Unreadable(ended.spent === 'time' ? `reading it takes longer than ${cost.milliseconds / 1000} s` : 'reading it takes too much memory');
  };
}
