import type { delivery as en } from './en.js';
import type { Message } from '../message.js';

/** Of mails that could not be delivered, and of files that came by mail and were not kept. */
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
  'attachment.notKept': '[附件未保存：{name}——{why}]',
  'attachment.empty': '文件为空',
  'attachment.large': '文件超过{megabytes} MB',
  'attachment.many': '最多保存{most}个文件',
  'attachment.packed': 'Outlook将文件打包成了其专用格式（winmail.dat），请以普通附件重新发送',
  'attachment.kind': '不接受{type}类型的文件',
  'attachment.unknown': '无法识别文件类型',
  'attachment.more': { other: '[另有{count}个附件未保存]' },
} as const satisfies Record<keyof typeof en, Message>;
