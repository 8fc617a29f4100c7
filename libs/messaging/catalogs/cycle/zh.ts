import type { Message } from '../message.js';
import type { cycle as en } from './en.js';

export const cycle: Readonly<Record<keyof typeof en, Message>> = {
  'cycle.subject': '{what} – {start}至{end}评价周期，截止{due}',
  'cycle.subject.reminder': '提醒：{what} – {start}至{end}评价周期，今日截止',
  'cycle.reminder': '提醒：该事项今日截止，目前尚无人处理。',
  'cycle.calibration.what': '请确认评分校准结果',
  'cycle.calibration.intro': '{start}至{end}评价周期的评分人已完成评分。系统已对普遍偏高或偏低的评分人进行校准。请对照原始评分与校准评分，并决定采用哪一种。',
  'cycle.calibration.otherwise': '如在{due}之前无人决定，将采用原始评分。',
  'cycle.review.what': '请审核供应商等级',
  'cycle.review.intro': '{start}至{end}评价周期的等级已计算完毕，尚未公布。请审核；如需调整等级，须注明理由。审核后请予以放行。',
  'cycle.review.otherwise': '如在{due}之前无人放行，将按届时的等级自动公布。',
  'cycle.appeals.what': '请处理申诉',
  'cycle.appeals.intro': { other: '{start}至{end}评价周期有{count}家供应商对其等级提出申诉，正等待裁决。裁决人不得参与过本次等级审核。' },
  'cycle.appeals.otherwise': '在{due}之前未裁决的申诉，等级维持不变，但不产生后果。',
  'cycle.due': '截止时间',
  'cycle.suppliers': '供应商数量',
  'cycle.grade': '等级{grade}',
  'cycle.open': '打开评价',
  'cycle.footer': '您负责 Steward 中的供应商评价，因此收到此邮件。',
};
