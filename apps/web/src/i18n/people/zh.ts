/** Texts of people and API keys. */
export const peopleZh: Readonly<Record<string, string>> = {
};
