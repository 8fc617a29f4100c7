import { CallFailed, callHttp } from '../../outgoing/http-call.js';
import { answered } from '../outcome.js';
import { slackBot } from '../slack.js';
import { asObject } from './answer.js';

/** Slack waits three seconds for its own answer. */
const PATIENCE = 1_500;

/** The name that a member of the workspace shows, by `users.info` (scope users:read); null when Slack does not say it in time. */
export async function slackName(address: string, userId: string, allowedHosts: readonly string[]): Promise<string | null> {
  const bot = slackBot(address);
  if (!bot) return null;
  const headers = { 'content-type': 'application/x-www-form-urlencoded', authorization: `Bearer ${bot.token}` };
  try {
    const answer = await callHttp(`${bot.api}users.info`, { method: 'POST', body: Buffer.from(new URLSearchParams({ user: userId }).toString()), headers: () => headers }, { allowedHosts, patience: PATIENCE, bytes: 65_536, more: 'cut' });
    const user = asObject(answered(answer)['user']);
    const names = [asObject(user?.['profile'])?.['display_name'], user?.['real_name'], user?.['name']];
    return names.find((name): name is string => typeof name === 'string' && name.trim() !== '')?.trim() ?? null;
  } catch (error) {
    if (error instanceof CallFailed) return null;
    throw error;
  }
}
