import type { Message } from '../message.js';
import type { relationship as english } from './en.js';

/** 供应商会议与合作计划。 */
export const relationship: Readonly<Record<keyof typeof english, Message>> = {
  'meeting.rhythmTitle': '与{supplierName}的例会',
  'meeting.invited.subject': '会议邀请：{title}（{day}）',
  'meeting.invited.intro': '现邀请您参加会议“{title}”。',
  'meeting.moved.subject': '会议变更：{title}（{day}）',
  'meeting.moved.intro': '会议“{title}”已变更，最新安排如下，请重新答复邀请。',
  'meeting.cancelled.subject': '会议取消：{title}（{day}）',
  'meeting.cancelled.intro': '会议“{title}”已取消，随附的日历文件将从您的日历中移除该会议。',
  'meeting.how': '请在日历中选择接受或谢绝。如需改期，可在日历中建议新时间，也可直接回复本邮件。',
  'meeting.when': '时间',
  'meeting.length': '时长',
  'meeting.place': '地点',
  'meeting.invited': '受邀人',
  'meeting.agenda': '议程',
  'meeting.footer': '直接回复本邮件即可联系到对口负责人，回复内容将留存于双方往来记录中。',
  'meeting.declined.subject': '{who}无法出席：{title}',
  'meeting.declined.intro': '{who}谢绝了会议“{title}”的邀请。',
  'meeting.proposed.subject': '{who}建议改期：{title}',
  'meeting.proposed.intro': '{who}希望更改会议“{title}”的时间。如可行，请调整会议时间，系统将通知所有受邀人。',
  'meeting.proposedTime': '建议时间',
  'meeting.open': '打开合作页面',
  'meeting.missed.subject': '缺少会议纪要：{title}',
  'meeting.missed.intro': '与{supplierName}的会议“{title}”原定于{when}召开，至今无人登记会议情况。如已召开，请补写会议纪要；如未召开，请另行安排。',
  'relationship.review.subject': '合作计划复审：{supplierName}',
  'relationship.review.intro': '与{supplierName}的合作计划应于{due}前完成复审。',
  'relationship.review.what': '请核对会议频次、目标、发展计划和风险是否仍然适用，并登记您的决定。',
  'meeting.footer.staff': '本邮件由系统自动发送，请在供应商页面中处理，请勿直接回复。',
};
