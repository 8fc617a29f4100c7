import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

/** The languages of every text. */
export const languages = ['en', 'zh', 'ru'] as const;

/** See {@link languages}. */
export type Language = (typeof languages)[number];

/** Names of the languages, each in itself. */
export const languageNames: Readonly<Record<Language, string>> = { en: 'English', zh: '中文', ru: 'Русский' };

const STORED = 'steward-language';

const catalogs: Readonly<Record<Language, () => Promise<Record<string, string>>>> = {
  en: async () => (await import('./en.js')).en,
  zh: async () => (await import('./zh.js')).zh,
  ru: async () => (await import('./ru.js')).ru,
};

/** Texts that only some screens need; they come with the first of these. */
const areas = {
  policies: {
    en: async () => (await import('./policies/en.js')).policiesEn,
    zh: async () => (await import('./policies/zh.js')).policiesZh,
    ru: async () => (await import('./policies/ru.js')).policiesRu,
  },
  judgement: {
    en: async () => (await import('./judgement/en.js')).judgementEn,
    zh: async () => (await import('./judgement/zh.js')).judgementZh,
    ru: async () => (await import('./judgement/ru.js')).judgementRu,
  },
  programme: {
    en: async () => (await import('./programme/en.js')).programmeEn,
    zh: async () => (await import('./programme/zh.js')).programmeZh,
    ru: async () => (await import('./programme/ru.js')).programmeRu,
  },
  cycle: {
    en: async () => (await import('./cycle/en.js')).cycleEn,
    zh: async () => (await import('./cycle/zh.js')).cycleZh,
    ru: async () => (await import('./cycle/ru.js')).cycleRu,
  },
  mails: {
    en: async () => (await import('./mails/en.js')).mailsEn,
    zh: async () => (await import('./mails/zh.js')).mailsZh,
    ru: async () => (await import('./mails/ru.js')).mailsRu,
  },
  channels: {
    en: async () => (await import('./channels/en.js')).channelsEn,
    zh: async () => (await import('./channels/zh.js')).channelsZh,
    ru: async () => (await import('./channels/ru.js')).channelsRu,
  },
  conversation: {
    en: async () => (await import('./conversation/en.js')).conversationEn,
    zh: async () => (await import('./conversation/zh.js')).conversationZh,
    ru: async () => (await import('./conversation/ru.js')).conversationRu,
  },
  relationship: {
    en: async () => (await import('./relationship/en.js')).relationshipEn,
    zh: async () => (await import('./relationship/zh.js')).relationshipZh,
    ru: async () => (await import('./relationship/ru.js')).relationshipRu,
  },
  phaseOuts: {
    en: async () => (await import('./phase-outs/en.js')).phaseOutsEn,
    zh: async () => (await import('./phase-outs/zh.js')).phaseOutsZh,
    ru: async () => (await import('./phase-outs/ru.js')).phaseOutsRu,
  },
  people: {
    en: async () => (await import('./people/en.js')).peopleEn,
    zh: async () => (await import('./people/zh.js')).peopleZh,
    ru: async () => (await import('./people/ru.js')).peopleRu,
  },
  lifecycle: {
    en: async () => (await import('./lifecycle/en.js')).lifecycleEn,
    zh: async () => (await import('./lifecycle/zh.js')).lifecycleZh,
    ru: async () => (await import('./lifecycle/ru.js')).lifecycleRu,
  },
  onboardings: {
    en: async () => (await import('./onboardings/en.js')).onboardingsEn,
    zh: async () => (await import('./onboardings/zh.js')).onboardingsZh,
    ru: async () => (await import('./onboardings/ru.js')).onboardingsRu,
  },
  facts: {
    en: async () => (await import('./facts/en.js')).factsEn,
    zh: async () => (await import('./facts/zh.js')).factsZh,
    ru: async () => (await import('./facts/ru.js')).factsRu,
  },
} as const satisfies Record<string, Readonly<Record<Language, () => Promise<Readonly<Record<string, string>>>>>>;

/** A part of the texts that is loaded with its screens. */
export type Area = keyof typeof areas;

const entered = new Set<Area>();

/** Makes an area's texts known in the language of the screen, and in every language that is chosen later. */
export async function loadTexts(...wanted: readonly Area[]): Promise<void> {
  const language = isLanguage(i18next.language) ? i18next.language : 'en';
  await Promise.all(
    wanted.map(async (area) => {
      i18next.addResourceBundle(language, 'translation', await areas[area][language](), true, true);
      entered.add(area);
    }),
  );
}

/** Starts the texts in the language chosen last, else the browser's, else English. */
export async function startLanguage(): Promise<void> {
  const language = rememberedLanguage() ?? browserLanguage();
  await i18next.use(initReactI18next).init({
    lng: language,
    // Every catalog has every text.
    fallbackLng: false,
    resources: { [language]: { translation: await catalogs[language]() } },
    keySeparator: false,
    nsSeparator: false,
    // React escapes by itself.
    interpolation: { escapeValue: false },
  });
  document.documentElement.lang = language;
}

/** Loads the catalog and shows everything in the language from now on, also on the next visit. */
export async function chooseLanguage(language: Language): Promise<void> {
  i18next.addResourceBundle(language, 'translation', await catalogs[language](), true, true);
  await Promise.all([...entered].map(async (area) => i18next.addResourceBundle(language, 'translation', await areas[area][language](), true, true)));
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  try {
    localStorage.setItem(STORED, language);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}

/** True for one of {@link languages}. */
export function isLanguage(text: string): text is Language {
  return (languages as readonly string[]).includes(text);
}

function rememberedLanguage(): Language | null {
  try {
    const stored = localStorage.getItem(STORED) ?? '';
    return isLanguage(stored) ? stored : null;
  } catch {
    return null;
  }
}

function browserLanguage(): Language {
  for (const wanted of navigator.languages) {
    const short = wanted.slice(0, 2).toLowerCase();
    if (isLanguage(short)) return short;
  }
  return 'en';
}
