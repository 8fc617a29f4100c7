/** Texts of people and API keys. */
export const peopleEn = {
} as const;
