import type { Message } from '../message.js';
import type { relationship as english } from './en.js';

/** Встречи с поставщиками и план совместной работы. */
export const relationship: Readonly<Record<keyof typeof english, Message>> = {
  'meeting.rhythmTitle': 'Регулярная встреча: {supplierName}',
  'meeting.invited.subject': 'Приглашение: {title}, {day}',
  'meeting.invited.intro': 'Приглашаем вас на встречу «{title}».',
  'meeting.moved.subject': 'Изменение: {title}, {day}',
  'meeting.moved.intro': 'Встреча «{title}» изменена. Действующие условия указаны ниже; просим ответить на приглашение ещё раз.',
  'meeting.cancelled.subject': 'Отмена: {title}, {day}',
  'meeting.cancelled.intro': 'Встреча «{title}» не состоится. Вложенный файл уберёт её из вашего календаря.',
  'meeting.how': 'Просим принять или отклонить приглашение в календаре. Если удобнее другое время, предложите его там же или ответьте на это письмо.',
  'meeting.when': 'Время',
  'meeting.length': 'Продолжительность',
  'meeting.place': 'Место',
  'meeting.invited': 'Приглашены',
  'meeting.agenda': 'Повестка',
  'meeting.footer': 'Ответ на это письмо получат сотрудники, которые с вами работают; он сохранится в нашей переписке.',
  'meeting.declined.subject': 'Не сможет участвовать {who}: {title}',
  'meeting.declined.intro': 'Приглашение на встречу «{title}» отклонено. Ответил(а): {who}.',
  'meeting.proposed.subject': 'Предложено другое время ({who}): {title}',
  'meeting.proposed.intro': 'Для встречи «{title}» предлагают другое время. Ответил(а): {who}. Если оно подходит, перенесите встречу – все приглашённые получат уведомление.',
  'meeting.proposedTime': 'Предложенное время',
  'meeting.open': 'Открыть страницу сотрудничества',
  'meeting.missed.subject': 'Нет протокола: {title}',
  'meeting.missed.intro': 'Встреча «{title}» ({supplierName}) была назначена на {when}, но никто не отметил, что она состоялась. Если она была, внесите протокол; если нет, назначьте новую.',
  'relationship.review.subject': 'Пересмотр плана сотрудничества: {supplierName}',
  'relationship.review.intro': 'План сотрудничества ({supplierName}) пора пересмотреть: срок – {due}.',
  'relationship.review.what': 'Проверьте, остаются ли в силе периодичность встреч, цели, план развития и риски, и запишите решение.',
  'meeting.footer.staff': 'Письмо отправлено автоматически; пожалуйста, действуйте на странице поставщика, а не отвечайте на письмо.',
};
