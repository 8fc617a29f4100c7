import type { delivery as en } from './en.js';
import type { Message } from '../message.js';

/** Of mails that could not be delivered, and of files that came by mail and were not kept. */
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
  'attachment.notKept': '[Вложение не сохранено: {name} – {why}]',
  'attachment.empty': 'файл пуст',
  'attachment.large': 'файл больше {megabytes} МБ',
  'attachment.many': 'сохраняется не более {most} файлов',
  'attachment.packed': 'Outlook упаковал файлы в собственный формат (winmail.dat); отправьте их обычными вложениями',
  'attachment.kind': 'файлы типа {type} не принимаются',
  'attachment.unknown': 'тип файла не определён',
  'attachment.more': { one: '[Не сохранено ещё {count} вложение]', few: '[Не сохранено ещё {count} вложения]', many: '[Не сохранено ещё {count} вложений]', other: '[Не сохранено ещё {count} вложения]' },
} as const satisfies Record<keyof typeof en, Message>;
