import { alternative, html, plain, quoted, reply, TOLD, type CorpusMail } from './mail.js';

const zh = quoted(TOLD.zh);
const ru = quoted(TOLD.ru);
const planZh = '计划\n重新培训包装人员，增加一次复检。';
const planRu = 'ПЛАН\nПереобучим упаковщиков, введём второй контроль.';

/** Replies in Chinese and Russian. */
export const easternReplies: readonly CorpusMail[] = [
  reply('QQ Mail', plain(`${planZh}\n\n\n\n\n------------------ 原始邮件 ------------------\n发件人: "Steward" <r-reply@steward.example.com>;\n发送时间: 2026年11月24日(星期二) 上午10:02\n收件人: "李伟"<li@example.com>;\n主题: 计划\n\n${TOLD.zh}`), planZh),
  reply('QQ Mail with a card', plain(`已收到\n\n李伟\nli@example.com\n\n\n\n&nbsp;\n\n\n\n\n------------------&nbsp;原始邮件&nbsp;------------------\n发件人: "Steward"\n${TOLD.zh}`), '已收到\n\n李伟\nli@example.com'),
  reply('QQ Mail on a phone', plain(`已收到\n\n发自我的iPhone\n\n\n------------------ 原始邮件 ------------------\n发件人: Steward <r-reply@steward.example.com>\n${TOLD.zh}`), '已收到'),
  reply('QQ Mail, HTML alone', html('<div>计划</div><div>重新培训包装人员</div><div><br></div><div style="font-size: 12px;">------------------&nbsp;原始邮件&nbsp;------------------</div><div><b>发件人:</b> "Steward"</div><div>计划</div>'), '计划\n\n重新培训包装人员'),
  reply('NetEase 163', plain(`${planZh}\n\n\n\n\n\n\n\nAt 2026-11-24 10:02:11, "Steward" <r-reply@steward.example.com> wrote:\n>${TOLD.zh.replace(/\n/g, '\n>')}`), planZh),
  reply('NetEase 163 in Chinese', plain(`${planZh}\n\n在 2026-11-24 10:02:11，"Steward" <r-reply@steward.example.com> 写道：\n${zh}`), planZh),
  reply('NetEase Mail Master', plain(`${planZh}\n\n| |\n李伟\n|\n|\nli@example.com\n|\n---- 回复的原邮件 ----\n| 发件人 | Steward |\n| 日期 | 2026年11月24日 10:02 |\n| 主题 | 计划 |\n${TOLD.zh}`), `${planZh}\n\n| |\n李伟\n|\n|\nli@example.com\n|`),
  reply('NetEase, HTML alone', html('<div>计划</div><div>重新培训包装人员</div><div class="ntes-mailmaster-quote"><div>---- 回复的原邮件 ----</div><blockquote>计划</blockquote></div>'), '计划\n\n重新培训包装人员'),
  reply('Foxmail', plain(`${planZh}\n\n\n李伟\n \n发件人： Steward\n发送时间： 2026-11-24 10:02\n收件人： 李伟\n主题： 计划\n${TOLD.zh}`), `${planZh}\n\n\n李伟`),
  reply('Aliyun', plain(`${planZh}\n\n------------------------------------------------------------------\n发件人：Steward <r-reply@steward.example.com>\n发送时间：2026年11月24日(星期二) 10:02\n收件人：李伟 <li@example.com>\n主　题：计划\n\n${TOLD.zh}`), planZh),
  reply('Outlook in Chinese', plain(`${planZh}\n\n________________________________\n发件人: Steward <r-reply@steward.example.com>\n发送时间: 2026年11月24日 10:02\n收件人: 李伟 <li@example.com>\n主题: 计划\n\n${TOLD.zh}`), planZh),
  reply('old Outlook in Chinese', plain(`已收到\n\n-----邮件原件-----\n发件人: Steward\n${TOLD.zh}`), '已收到'),
  reply('Outlook in traditional Chinese', plain(`已收到\n\n寄件者: Steward <r-reply@steward.example.com>\n寄件日期: 2026年11月24日 上午 10:02\n收件者: 李偉\n主旨: 計劃\n\n${TOLD.zh}`), '已收到'),
  reply('Gmail in Chinese', plain(`${planZh}\n\nSteward <r-reply@steward.example.com> 于2026年11月24日周二 10:02写道：\n\n${zh}`), planZh),
  reply('Gmail in traditional Chinese', plain(`計劃\n重新培訓\n\nSteward <r-reply@steward.example.com> 於 2026年11月24日 週二 上午10:02寫道：\n\n${zh}`), '計劃\n重新培訓'),
  reply('Apple Mail in Chinese', plain(`${planZh}\n\n> 2026年11月24日 上午10:02，Steward <r-reply@steward.example.com> 写道：\n> \n${zh}`), planZh),
  reply('a Huawei phone', plain(`已收到\n\n发自我的华为手机\n\n\n-------- 原始邮件 --------\n发件人： Steward <r-reply@steward.example.com>\n日期： 2026年11月24日 周二 10:02\n收件人： 李伟\n主题： 计划\n${TOLD.zh}`), '已收到'),
  reply('a Xiaomi phone', plain(`已收到\n\n发自我的小米手机\nSteward <r-reply@steward.example.com>于 2026年11月24日 10:02写道：\n\n${TOLD.zh}`), '已收到'),
  reply('an answer below, in Chinese', plain(`在 2026/11/24 10:02, Steward 写道:\n${zh}\n\n${planZh}`), planZh),
  reply('a forwarded mail in Chinese', plain(`请质量部答复。\n\n---------- 转发的邮件 ----------\n发件人：Steward\n${TOLD.zh}`, 'Subject: =?UTF-8?B?6L2s5Y+R77ya6K6h5YiS?='), '请质量部答复。'),
  reply('an extension in Chinese', plain(`延期5个工作日，设备维修中\n\n${zh}`), '延期5个工作日，设备维修中'),
  reply('Mail.ru', plain(`${planRu}\n\n-- \nЛи Вэй\n\n\nВторник, 24 ноября 2026, 10:02 +03:00 от Steward <r-reply@steward.example.com>:\n>${TOLD.ru.replace(/\n/g, '\n>')}`), planRu),
  reply('Mail.ru, unmarked', plain(`${planRu}\n\nВторник, 24 ноября 2026, 10:02 +03:00 от Steward <r-reply@steward.example.com>:\n${TOLD.ru}`), planRu),
  reply('Mail.ru on a phone', plain(`Получили.\n\n--\nОтправлено из Mail.ru для Android\n\nвторник, 24 ноября 2026г., 10:02 +03:00 от Steward r-reply@steward.example.com:\n\n${ru}`), 'Получили.'),
  reply('Yandex', plain(`${planRu}\n\n24.11.2026, 10:02, "Steward" <r-reply@steward.example.com>:\n${ru}`), planRu),
  reply('Yandex, HTML alone', html('<div>ПЛАН</div><div>Переобучим упаковщиков</div><div> </div><div>24.11.2026, 10:02, "Steward" &lt;r-reply@steward.example.com&gt;:</div><blockquote><p>ПЛАН</p></blockquote>'), 'ПЛАН\n\nПереобучим упаковщиков'),
  reply('Yandex on a phone', plain(`Получили.\n\nОтправлено из мобильной Яндекс Почты\n\n24.11.2026, 10:02, Steward <r-reply@steward.example.com>:\n${ru}`), 'Получили.'),
  reply('Outlook in Russian', plain(`${planRu}\n\nС уважением,\nЛи Вэй\n\nОт: Steward <r-reply@steward.example.com>\nОтправлено: 24 ноября 2026 г. 10:02\nКому: Ли Вэй <li@example.com>\nТема: План\n\n${TOLD.ru}`), `${planRu}\n\nС уважением,\nЛи Вэй`),
  reply('Outlook in Russian, by weekday', plain(`Получили.\n\nFrom: Steward <r-reply@steward.example.com>\nSent: вторник, 24 ноября 2026 г. 10:02\nTo: Ли Вэй\nSubject: План\n\n${TOLD.ru}`), 'Получили.'),
  reply('old Outlook in Russian', plain(`Получили.\n\n-----Исходное сообщение-----\nОт: Steward\n${TOLD.ru}`), 'Получили.'),
  reply('Gmail in Russian', plain(`${planRu}\n\nвт, 24 нояб. 2026 г. в 10:02, Steward <r-reply@steward.example.com>:\n\n${ru}`), planRu),
  reply('Apple Mail in Russian', plain(`${planRu}\n\n> 24 нояб. 2026 г., в 10:02, Steward <r-reply@steward.example.com> написал(а):\n> \n${ru}`), planRu),
  reply('Thunderbird in Russian', plain(`24.11.2026 10:02, Steward пишет:\n${ru}\n\n${planRu}`), planRu),
  reply('The Bat!', plain(`Здравствуйте, Steward.\n\nВы писали 24 ноября 2026 г., 10:02:11:\n\n${ru}\n\n${planRu}`), `Здравствуйте, Steward.\n\n\n\n${planRu}`),
  reply('a forwarded mail in Russian', plain(`Ответит отдел качества.\n\n-------- Пересылаемое сообщение --------\n24.11.2026, 10:02, "Steward":\n${TOLD.ru}`, 'Subject: Fwd: =?koi8-r?B?8Oz4?='), 'Ответит отдел качества.'),
  reply('an extension in Russian', plain(`Продление на 5 рабочих дней: ремонт пресса\n\n${ru}`), 'Продление на 5 рабочих дней: ремонт пресса'),
  reply('1C in Russian, text beside HTML', alternative(`${planRu}\n`, `<p>${planRu.replace('\n', '<br>')}</p>`, 'X-Mailer: 1C:Enterprise 8.3'), planRu),
];
