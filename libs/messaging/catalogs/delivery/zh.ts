import type { delivery as en } from './en.js';
import type { Message } from '../message.js';

/** Of mails that could not be delivered. */
export const delivery = {
  'delivery.failed.subject': '{supplierName}：无法通过邮件联系到供应商',
  'delivery.failed.intro': '发给{recipient}（{address}）的邮件“{subject}”未能送达，该供应商没有其他可用邮箱的联系人。',
  'delivery.failed.todo': '请确认应联系何人，更新供应商的联系人信息，并将邮件内容告知供应商。',
  'delivery.failed.said': '邮件服务器的说明',
  'delivery.failed.open': '打开供应商页面',
  'delivery.failed.footer': '供应商{supplierName}',
  'delivery.note.failed': '发给{recipient}（{address}）的邮件“{subject}”未能送达：{said}',
  'delivery.note.delayed': '发给{recipient}（{address}）的邮件“{subject}”延迟送达，邮件服务器仍在重试：{said}',
  'delivery.note.passedOn': '现改发给{next}（{nextAddress}）。',
  'delivery.note.nobody': '该供应商没有其他可用邮箱的联系人，已通知其负责人。',
  'delivery.passedOn': '此邮件未能送达{recipient}（{address}）。请安排答复。',
} as const satisfies Record<keyof typeof en, Message>;
