import type { Message } from '../message.js';
import type { monitoring as en } from './en.js';

export const monitoring: Readonly<Record<keyof typeof en, Message>> = {};
