import { explanationLanguages, type ExplanationLanguage } from '#domain/scoring/indicator-words.js';

/** The first language of an Accept-Language header that Steward speaks, by the caller's preference; English if none. */
export function preferredLanguage(header: string | undefined): ExplanationLanguage {
  const wanted = (header ?? '')
    .split(',', 20)
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const quality = parameters.map((each) => /^\s*q=([\d.]+)\s*$/.exec(each)?.[1]).find((each) => each !== undefined);
      return { primary: tag.toLowerCase().split('-')[0], quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality);
  const found = wanted.flatMap(({ primary }) => explanationLanguages.filter((language) => language === primary));
  return found[0] ?? 'en';
}
