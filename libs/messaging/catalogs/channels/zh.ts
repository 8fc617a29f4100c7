import type { Message } from '../message.js';
import type { channels as en } from './en.js';

export const channels: Readonly<Record<keyof typeof en, Message>> = {
  'digest.subject': '今日通知汇总：{count}条',
  'digest.intro': { other: '自上次每日汇总以来，您有{count}条通知。' },
  'digest.link': '前往我的工作',
  'digest.footer': '您已选择每日汇总接收此类通知，可在通知设置中更改。',
  'conversation.subject': '致{supplierName}的消息',
  'conversation.from': '发件人',
  'conversation.footer.supplier': '直接回复本邮件即可联系到对口负责人，回复内容将留存于双方往来记录中。',
  'conversation.received.subject': '{supplierName}发来新消息',
  'conversation.received.intro': '{supplierName}的{author}发来一条消息，不涉及任何个案。',
  'conversation.received.said': '消息内容',
  'conversation.received.open': '打开往来记录',
  'conversation.footer.staff': '供应商：{supplierName}。请在往来记录中答复，请勿直接回复本邮件。',
  'chat.code': '您的验证码为{code}，用于在此聊天中接收 Steward 消息（{name}）。如非本人操作，请忽略。',
};
