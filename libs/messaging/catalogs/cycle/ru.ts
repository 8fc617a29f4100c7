import type { Message } from '../message.js';
import type { cycle as en } from './en.js';

export const cycle: Readonly<Record<keyof typeof en, Message>> = {};
