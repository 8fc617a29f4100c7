/** Codes that CLDR has names for although no supplier sits there: unions, and what stands for "unknown". */
const noCountries = new Set(['EU', 'EZ', 'UN', 'QO', 'XA', 'XB', 'ZZ', 'AC', 'CP', 'CQ', 'DG', 'EA', 'IC', 'TA']);
const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index));
const plain = (text: string) => text.normalize('NFKD').replace(/[\p{M}'’ʼ`]/gu, '').trim().toLowerCase();

let byName: ReadonlyMap<string, string> | undefined;

/** ISO 3166-1 codes by code and by the names of CLDR in our three languages; made once, when the first list is read. */
function names(): ReadonlyMap<string, string> {
  if (byName) return byName;
  const displays = ['en', 'ru', 'zh'].map((language) => new Intl.DisplayNames([language], { type: 'region', fallback: 'none' }));
  const codes = letters.flatMap((first) => letters.map((second) => first + second)).filter((code) => !noCountries.has(code) && Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`);
  byName = new Map(
    codes.flatMap((code) => {
      const called = displays.flatMap((display) => display.of(code) ?? []);
      return called.length === 0 ? [] : [code, ...called].map((name) => [plain(name), code] as const);
    }),
  );
  return byName;
}

/** The ISO 3166-1 code of a country given by its code or by its name in English, Russian or Chinese; null when it is none. */
export function countryOf(text: string): string | null {
  return names().get(plain(text)) ?? null;
}
