import type { delivery as en } from './en.js';
import type { Message } from '../message.js';

/** Of mails that could not be delivered. */
export const delivery = {
  'delivery.failed.subject': '{supplierName}: с поставщиком не удалось связаться по почте',
  'delivery.failed.intro': 'Письмо «{subject}» для получателя {recipient} ({address}) не доставлено, а другого контакта с действующим адресом у поставщика нет.',
  'delivery.failed.todo': 'Просим выяснить, кому писать, исправить контакты поставщика и сообщить ему содержание письма.',
  'delivery.failed.said': 'Ответ почтового сервера',
  'delivery.failed.open': 'Открыть поставщика',
  'delivery.failed.footer': 'Поставщик {supplierName}',
  'delivery.note.failed': 'Письмо «{subject}» для получателя {recipient} ({address}) не доставлено: {said}',
  'delivery.note.delayed': 'Доставка письма «{subject}» для получателя {recipient} ({address}) задерживается, почтовый сервер продолжает попытки: {said}',
  'delivery.note.passedOn': 'Вместо этого письмо направлено контакту {next} ({nextAddress}).',
  'delivery.note.nobody': 'Другого контакта с действующим адресом у поставщика нет; ответственный оповещён.',
  'delivery.passedOn': 'Это письмо не удалось доставить получателю {recipient} ({address}). Просим обеспечить ответ на него.',
} as const satisfies Record<keyof typeof en, Message>;
