import type { Message } from '../message.js';
import type { surveys as en } from './en.js';

export const surveys: Readonly<Record<keyof typeof en, Message>> = {};
