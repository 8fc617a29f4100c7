/** Texts of people and API keys. */
export const peopleRu: Readonly<Record<string, string>> = {
};
