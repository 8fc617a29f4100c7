import type { Catalog } from './en.js';
import { arc } from './arc/zh.js';
import { cycle } from './cycle/zh.js';
import { channels } from './channels/zh.js';
import { delivery } from './delivery/zh.js';
import { monitoring } from './monitoring/zh.js';
import { onboarding } from './onboarding/zh.js';
import { onboardingPage } from './onboarding-page/zh.js';
import { phaseOut } from './phase-out/zh.js';
import { portal } from './portal/zh.js';
import { relationship } from './relationship/zh.js';
import { scorecards } from './scorecards/zh.js';
import { surveys } from './surveys/zh.js';

/** Simplified Chinese, in the register of business letters. */
export const zh: Catalog = {
  greeting: '尊敬的{name}：',
  closing: '顺祝商祺\n供应商管理部',
  'footer.supplier': '整改单编号：{case}。直接回复本邮件即可送达相关负责人，回复内容将随整改单一并存档。',
  'footer.staff': '整改单编号：{case}。本邮件由系统自动发送，请直接在整改单中处理，无需回复。',
  'footer.access': '本邮件由系统自动发送，请勿回复。',
  'date.due': '{date}（{zone}，UTC{offset}）',
  'date.dueUtc': '{date}（UTC）',
  'layout.line': '{label}：{value}',
  'layout.heading': '{label}：',

  'fact.case': '整改单编号',
  'fact.supplier': '供应商',
  'fact.title': '问题',
  'fact.description': '具体情况',
  'fact.due': '截止时间',
  'fact.requested': '申请延长',
  'quote.reason': '原因说明',
  'quote.plan': '提交的整改计划',
  'quote.evidence': '提交的整改证据',
  'quote.comment': '备注',
  'link.case': '查看整改单',
  'link.signIn': '登录',
  'businessDays': { other: '{count}个工作日' },
  'minutes': { other: '{count}分钟' },

  'step.opened': '确认收到整改通知',
  'step.planning': '提交整改计划',
  'step.planReview': '审核整改计划',
  'step.implementing': '提交整改完成的证据',
  'step.verifying': '验证整改证据',
  'step.extension': '审批延期申请',

  'answer.heading': '如何回复',
  'answer.acknowledge': '直接回复本邮件即可，任何内容的回复都视为已确认收到。',
  'answer.planAlready': '如果整改计划已经准备好，请在回复的第一行只写“{keyword}”，并在下方写明计划内容。',
  'answer.plan': '请回复本邮件，第一行只写“{keyword}”，并在下方写明计划内容，包括问题原因、整改措施、责任人和完成时间。',
  'answer.evidence': '请回复本邮件，第一行只写“{keyword}”，在下方说明已完成的工作，并附上相关证明文件。',
  'answer.files': '可以添加附件：最多10个，每个不超过10 MB（支持PDF、PNG、JPEG、Word、Excel、CSV或纯文本）。',
  'answer.extension': '如需更多时间，请在回复的第一行写“{keyword}”（此例表示延长{days}），并在下方说明原因。',
  'answer.extensionLater': '遏制措施的期限不能延长。如后续步骤需要更多时间，请回复要求该步骤的邮件，在第一行写“{keyword}”（此例表示延长{days}）并在下方说明原因，或在整改单页面上申请。',
  'answer.other': '其他内容的回复将作为留言转达给我们，但不视为完成本步骤。',

  'opened.subject': '请确认收到整改通知：{title} [{case}]',
  'opened.intro': '我们发现贵公司的供货或服务存在问题，现已对{supplier}启动整改流程。',
  'opened.ask': '请在{due}前确认已收到本通知并将着手处理。',

  'acknowledged.subject': '请提交整改计划：{title} [{case}]',
  'acknowledged.intro': '感谢贵公司确认收到通知。',
  'acknowledged.ask': '请在{due}前提交整改计划。',

  'planReceived.subject': '整改计划待审核：{supplier} – {title} [{case}]',
  'planReceived.intro': '{supplier}已提交整改计划。',
  'planReceived.ask': '请在{due}前予以接受，或说明原因后退回。审核期间，供应商的期限暂停计算。',

  'planAccepted.subject': '整改计划已通过，请组织实施：{title} [{case}]',
  'planAccepted.intro': '贵公司提交的整改计划已审核通过。',
  'planAccepted.ask': '请按计划实施整改，并在{due}前提交完成整改的证据。',

  'planReturned.subject': '请修改整改计划：{title} [{case}]',
  'planReturned.intro': '贵公司提交的整改计划未能通过审核，原因见下文。',
  'planReturned.ask': '请在{due}前提交修改后的整改计划。',

  'evidenceReceived.subject': '整改证据待验证：{supplier} – {title} [{case}]',
  'evidenceReceived.intro': '{supplier}已提交完成整改的证据。',
  'evidenceReceived.ask': '请在{due}前完成验证。接受该整改计划的人员，以及代供应商录入该证据的人员，均不得负责验证。',

  'evidenceReturned.subject': '请补充整改证据：{title} [{case}]',
  'evidenceReturned.intro': '贵公司提交的证据尚不能证明问题已经解决，原因见下文。',
  'evidenceReturned.ask': '请在{due}前补充提交证据。',

  'closedEffective.subject': '整改单已关闭：{title} [{case}]',
  'closedEffective.supplier': '经验证，贵公司的整改措施有效，本整改单现已关闭，贵公司无需再采取其他行动。感谢贵公司的配合。',
  'closedEffective.staff': '经验证，{supplier}的整改措施有效，本整改单现已关闭。',

  'reminder.subject': '提醒（{due}截止）：{title} [{case}]',
  'reminder.supplier': '特此提醒，我们正在等待贵公司完成以下事项：{step}。',
  'reminder.staff': '{supplier}的整改单正在等待您处理，待办事项：{step}。',
  'reminder.ask': '请在{due}前完成。',

  'overdue.subject': '已逾期：{title} [{case}]',
  'overdue.staffSubject': '已逾期：{supplier} – {title} [{case}]',
  'overdue.supplier': '以下事项应在{due}前完成，我们至今尚未收到：{step}。请尽快办理。如仍未收到回复，我们将向贵公司上一级联系人反映。',
  'overdue.escalationContact': '您是{supplier}指定的逾期事项上级联系人。贵公司的相关同事尚未完成以下事项，该事项应在{due}前完成：{step}。请督促尽快办理。',
  'overdue.owner': '{supplier}未在{due}前完成以下事项：{step}。我们已通知其联系人及上级联系人（如有），但仍无结果。请与该供应商联系。',
  'overdue.manager': '{supplier}未在{due}前完成以下事项：{step}。经供应商联系人和我方负责人跟进，仍未解决。如仍无进展，本整改单将按“未完成”关闭，并建议启动该供应商的退出流程。',
  'overdue.review': '以下事项应由您在{due}前完成：{step}。{supplier}正在等待结果，请立即处理。',
  'overdue.reviewManager': '我方应在{due}前完成以下事项：{step}。{supplier}正在等待结果，请安排人员处理。',

  'extensionRequested.subject': '延期申请待审批：{supplier} – {title} [{case}]',
  'extensionRequested.intro': '{supplier}申请将“{step}”的期限延长{days}，原因见下文。',
  'extensionRequested.ask': '请在{due}前批准或拒绝。审批期间，供应商的期限暂停计算。',

  'extensionGranted.subject': '延期申请已批准，新截止时间为{due}：{title} [{case}]',
  'extensionGranted.intro': '我们同意将“{step}”的期限延长{days}。',
  'extensionGranted.ask': '新的截止时间为{due}。',

  'extensionRefused.subject': '延期申请未获批准，截止时间为{due}：{title} [{case}]',
  'extensionRefused.intro': '贵公司申请将“{step}”的期限延长{days}，很抱歉，我们无法同意。',
  'extensionRefused.ask': '该事项仍须在{due}前完成。',

  'failed.subject': '整改未完成，整改单已关闭：{title} [{case}]',
  'failed.supplier': '尽管我们多次提醒，贵公司仍未完成所需事项，本整改单现按“未完成”关闭。我们正在评估此事对双方合作关系的影响，我方采购联系人将与贵公司联系。',
  'failed.staff': '{supplier}的整改单已按“未完成”关闭：供应商未完成应办事项，逐级催办均无结果。系统已建议管理人员启动该供应商的退出流程。',

  'cancelled.subject': '整改单已取消：{title} [{case}]',
  'cancelled.intro': '我们已取消本整改单，贵公司无需再采取其他行动。',

  'stillNeeded.subject': '已收到贵公司的留言，但仍有一项待办：{title} [{case}]',
  'stillNeeded.intro': '感谢贵公司的来信。来信内容已随整改单存档，但尚未完成我们正在等待的事项：{step}。',
  'stillNeeded.ask': '该事项仍须在{due}前完成。',

  'noContact.subject': '供应商{supplier}没有联系人：{title} [{case}]',
  'noContact.intro': '下列整改单涉及供应商{supplier}，但系统中没有该供应商的联系人，因此尚未通知对方。',
  'noContact.ask': '请添加联系人，或由您直接联系供应商并将其答复记录在整改单中。在此之前，该整改单等待您处理。',
  'noContact.ended': '该整改单已结束，系统未能就此通知供应商。如对方知晓此整改单，请您自行告知。',

  'phaseOut.subject': '请决定是否启动供应商退出流程：{supplier} [{case}]',
  'phaseOut.intro': '鉴于下列整改未能完成，现建议启动供应商{supplier}的退出流程。',
  'phaseOut.ask': '请查看整改单，并对该建议作出决定。在作出决定之前，系统不会采取任何行动。',

  'submissionReturned.subject': '请修改贵公司提交的材料：{title} [{case}]',
  'submissionReturned.intro': '感谢{supplier}提交的材料。目前的材料我们尚不能接受，原因见下文。',
  'submissionReturned.ask': '请提交修改后的材料。直接回复本邮件并附上文件即可。',
  'submission.sent': '提交的材料',
  'submission.progressReport': '进度报告',
  'submission.photos': '照片',
  'submission.inspectionReport': '检验报告',
  'footer.submission': '材料编号：{case}。直接回复本邮件即可送达相关负责人。',

  'signIn.subject': 'Steward登录链接',
  'signIn.intro': '请点击下方链接登录Steward。该链接只能使用一次。',
  'signIn.until': '链接有效期为{minutes}。',
  'signIn.ignore': '如果您没有申请登录，请忽略本邮件；没有该链接，任何人都无法登录。',

  'test.subject': '测试：{subject}',
  'test.note': '这是一封使用示例数据的测试邮件，您无需采取任何行动。',

  ...arc,
  ...cycle,
  ...channels,
  ...delivery,
  ...monitoring,
  ...onboarding,
  ...onboardingPage,
  ...phaseOut,
  ...portal,
  ...relationship,
  ...scorecards,
  ...surveys,

  'calendar.over': '无需再处理：{title} [{case}]',
  'calendar.summary': '截止：{step} – {title} [{case}]',
};
