import type { Message } from '../message.js';
import type { channels as en } from './en.js';

export const channels: Readonly<Record<keyof typeof en, Message>> = {
  'digest.subject': '今日通知汇总：{count}条',
  'digest.intro': { other: '自上次每日汇总以来，您有{count}条通知。' },
  'digest.link': '前往我的工作',
  'digest.footer': '您已选择每日汇总接收此类通知，可在通知设置中更改。',
};
