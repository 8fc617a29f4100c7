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
};
