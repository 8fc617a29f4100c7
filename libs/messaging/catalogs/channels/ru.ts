import type { Message } from '../message.js';
import type { channels as en } from './en.js';

export const channels: Readonly<Record<keyof typeof en, Message>> = {
  'digest.subject': 'Уведомления за день: {count}',
  'digest.intro': {
    one: 'С момента предыдущей ежедневной сводки для вас есть {count} уведомление.',
    few: 'С момента предыдущей ежедневной сводки для вас есть {count} уведомления.',
    many: 'С момента предыдущей ежедневной сводки для вас есть {count} уведомлений.',
    other: 'С момента предыдущей ежедневной сводки для вас есть {count} уведомления.',
  },
  'digest.link': 'Ваши задачи в Steward',
  'digest.footer': 'Вы выбрали получать эти уведомления раз в день. Изменить это можно в настройках уведомлений.',
  'conversation.subject': 'Сообщение для {supplierName}',
  'conversation.from': 'Автор',
  'conversation.footer.supplier': 'Ответ на это письмо получат сотрудники, которые с вами работают; он сохранится в нашей переписке.',
  'conversation.received.subject': 'Новое сообщение от {supplierName}',
  'conversation.received.intro': '{author} ({supplierName}) пишет вам вне какого-либо запроса на корректирующие действия.',
  'conversation.received.said': 'Текст сообщения',
  'conversation.received.open': 'Открыть переписку',
  'conversation.footer.staff': 'Поставщик {supplierName}. Пожалуйста, отвечайте в переписке, а не на это письмо.',
  'chat.code': '{code} – код подтверждения, чтобы получать сообщения Steward в этом чате ({name}). Если вы его не запрашивали, ничего не делайте.',
};
