import { cycleEn } from './cycle/en.js';
import { cycleRu } from './cycle/ru.js';
import { cycleZh } from './cycle/zh.js';
import * as english from './en.js';
import { factsEn } from './facts/en.js';
import { factsRu } from './facts/ru.js';
import { factsZh } from './facts/zh.js';
import { judgementEn } from './judgement/en.js';
import { judgementRu } from './judgement/ru.js';
import { judgementZh } from './judgement/zh.js';
import { policiesEn } from './policies/en.js';
import { policiesRu } from './policies/ru.js';
import { policiesZh } from './policies/zh.js';
import { programmeEn } from './programme/en.js';
import { programmeRu } from './programme/ru.js';
import { programmeZh } from './programme/zh.js';
import * as russian from './ru.js';
import * as chinese from './zh.js';

/** All texts of a language, those of every area among them: for types and tests. The browser loads an area with its screens. */
export const en = { ...english.en, ...policiesEn, ...factsEn, ...judgementEn, ...cycleEn, ...programmeEn };
export const ru: Record<string, string> = { ...russian.ru, ...policiesRu, ...factsRu, ...judgementRu, ...cycleRu, ...programmeRu };
export const zh: Record<string, string> = { ...chinese.zh, ...policiesZh, ...factsZh, ...judgementZh, ...cycleZh, ...programmeZh };
