import type { Message } from '../message.js';
import type { scorecards as en } from './en.js';

export const scorecards: Readonly<Record<keyof typeof en, Message>> = {};
