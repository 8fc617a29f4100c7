import type { Message } from '../message.js';
import type { arc as en } from './en.js';

/** Simplified Chinese. */
export const arc: Readonly<Record<keyof typeof en, Message>> = {
  'quote.containment': '提交的遏制措施',
  'quote.rootCause': '提交的根本原因',
  'days': { other: '{count}天' },
  'lots': { other: '{count}批' },

  'step.containing': '提交遏制措施',
  'step.containmentReview': '审核遏制措施',
  'step.findingCause': '提交根本原因',
  'step.causeReview': '审核根本原因',
  'step.effectivenessReview': '判定措施是否有效',

  'answer.containment': '请回复本邮件，第一行只写“{keyword}”，并在下方说明在消除原因之前如何防止问题继续流向我方，包括库存、在途货物及其检查方式。',
  'answer.allAtOnce': '如果根本原因和整改计划也已准备好，可以一次提交：请在回复的第一行只写“{keyword}”，并在下方写明遏制措施、根本原因和整改计划。',
  'answer.rootCause': '请回复本邮件，第一行只写“{keyword}”，并在下方说明问题为何发生，以及为何在交货前未被发现。',

  'carried.containment': '供应商同时提交了遏制措施，您的决定对两者均有效；遏制措施也可以单独退回。',
  'carried.rootCause': '供应商同时提交了根本原因，您的决定对两者均有效；根本原因也可以单独退回。',
  'carried.both': '供应商同时提交了遏制措施和根本原因，接受计划即接受全部内容；每一部分也可以单独退回。',

  'acknowledgedFull.subject': '请采取遏制措施：{title} [{case}]',
  'acknowledgedFull.intro': '感谢贵公司确认收到通知。第一步是遏制措施：在查找原因期间，防止问题继续流向我方。',
  'acknowledgedFull.ask': '请在{due}前告知已采取的措施。此期限不能延长。',

  'containmentReceived.subject': '遏制措施待审核：{supplier} – {title} [{case}]',
  'containmentReceived.intro': '{supplier}已提交遏制措施。',
  'containmentReceived.ask': '请在{due}前予以接受，或说明原因后退回。审核期间，供应商的期限暂停计算。',

  'containmentAccepted.subject': '请提交根本原因：{title} [{case}]',
  'containmentAccepted.intro': '我方已接受贵公司的遏制措施。',
  'containmentAccepted.ask': '请在{due}前说明问题为何发生，以及为何未被发现。',

  'containmentReturned.subject': '请修改遏制措施：{title} [{case}]',
  'containmentReturned.intro': '贵公司提交的遏制措施暂不能接受，原因见下文。',
  'containmentReturned.ask': '请在{due}前提交修改后的遏制措施。',

  'rootCauseReceived.subject': '根本原因待审核：{supplier} – {title} [{case}]',
  'rootCauseReceived.intro': '{supplier}已提交问题的根本原因。',
  'rootCauseReceived.ask': '请在{due}前予以接受，或说明原因后退回。审核期间，供应商的期限暂停计算。',

  'rootCauseAccepted.subject': '请提交整改计划：{title} [{case}]',
  'rootCauseAccepted.intro': '我方已接受贵公司提交的根本原因。',
  'rootCauseAccepted.ask': '请在{due}前提交纠正和预防措施计划。',

  'rootCauseReturned.subject': '请修改根本原因：{title} [{case}]',
  'rootCauseReturned.intro': '所提交的根本原因尚不能说明问题，理由见下文。',
  'rootCauseReturned.ask': '请在{due}前提交修改后的根本原因。',

  'watching.subject': '整改措施已通过验证：{title} [{case}]',
  'watching.supplier': '经验证，贵公司的整改措施已经落实。接下来的{days}（至{until}）我方将观察措施是否有效，在此期间贵公司无需采取其他行动。',
  'watching.staff': '{supplier}的措施已通过验证。接下来的{days}（至{until}）将观察触发本整改单的指标，在此期间无需任何人处理本整改单。',
  'watching.then': '如问题不再出现，整改单将按有效关闭；如再次出现，整改单将重新启动一次。',
  'watching.thenFails': '如问题不再出现，整改单将按有效关闭。本整改单此前已重新启动过，如问题再次出现，将按“无效”关闭。',

  'effectivenessAsked.subject': '措施是否有效？{supplier} – {title} [{case}]',
  'effectivenessAsked.intro': '对{supplier}措施的观察已持续{days}，期间应交{lots}，仅凭数据无法判定措施是否有效。',
  'effectivenessAsked.ask': '请在{due}前判定措施是否有效。接受计划的人不能作此判定。',

  'reopened.subject': '整改单重新启动：{title} [{case}]',
  'reopened.supplier': '贵公司的措施未能解决问题，整改单已重新启动，从以下步骤开始：{step}。',
  'reopened.staff': '{supplier}的措施未见成效。整改单已重新启动（仅限一次），供应商从以下步骤开始：{step}。',
  'reopened.ask': '截止时间：{due}。',

  'failedAgain.supplier': '贵公司的措施再次未能解决问题，本整改单现按“无效”关闭。我们正在评估此事对双方合作关系的影响，我方采购联系人将与贵公司联系。',
  'failedAgain.staff': '{supplier}的措施再次未见成效，本整改单现按“无效”关闭。系统已建议管理人员启动该供应商的退出流程。',

  'reassigned.subjectOwner': '整改单现由您负责：{supplier} – {title} [{case}]',
  'reassigned.subjectStep': '一个步骤已转交给您：{title} [{case}]',
  'reassigned.owner': '{supplier}的整改单已转交给您，应由负责人决定的事项现在等待您处理。',
  'reassigned.step': '{supplier}整改单的以下步骤已转交给您：{step}。截止时间：{due}。',

  'merged.subject': '整改单已合并：{title} [{case}]',
  'merged.intro': '本整改单与整改单{into}为同一事项，将在后者中继续处理。请只在后者中回复。',
  'footer.merged': '整改单编号：{case}，已并入整改单{into}。请勿回复本邮件，请回复后者的邮件。',
};
