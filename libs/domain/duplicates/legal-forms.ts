/** Legal forms in Chinese stand at the end of the name without a space; longer ones first. */
export const chineseLegalForms =
  /(?:股份有限公司|有限责任公司|有限責任公司|责任有限公司|有限公司|集团公司|集團公司|总公司|分公司|公司|企业|個人獨資|（有限合伙）|有限合伙)/gu;

/** Legal forms that are written out, in any order of languages; compared in lower case before transliteration. */
export const writtenOutForms: readonly RegExp[] = [
  /(?:общество|товарищество) с (?:ограниченной|дополнительной) ответственностью/gu,
  /(?:(?:не)?публичное|закрытое|открытое)? ?акционерное общество/gu,
  /(?:федеральное |областное |муниципальное )?(?:государственное )?(?:унитарное|казенное|казённое) предприятие/gu,
  /индивидуальный предприниматель/gu,
  /товариство з обмеженою відповідальністю/gu,
  /gesellschaft mit beschr[aä]nkter haftung/gu,
  /soci[eé]t[eé] (?:anonyme|[aà] responsabilit[eé] limit[eé]e|par actions simplifi[eé]e)/gu,
  /soci(?:edad an[oó]nima|et[aà] per azioni)/gu,
  /(?:public|private|open|closed)? ?joint[ -]stock company/gu,
  /(?:limited liability|public limited) company/gu,
];

/** Legal forms as single words, once dots within abbreviations are gone. */
export const legalForms: ReadonlySet<string> = new Set(
  (
    // English-speaking countries, India, Singapore, Malaysia
    'ltd limited llc inc incorporated corp corporation co company plc lp llp pvt private pte pty sdn bhd unltd unlimited ' +
    // German, Dutch, Scandinavian, Baltic
    'gmbh mbh aktiengesellschaft aktiebolag ag kg kgaa ohg ug gbr ev se nv bv vof ab hb oy oyj asa aps uab sia ' +
    // French, Spanish, Italian, Portuguese, Latin America
    'sa sas sarl sasu eurl snc scs spa srl sapa ltda lda eirl cv scrl sprl ' +
    // Eastern Europe, Turkey, Japan, Indonesia, Vietnam
    'kft zrt nyrt doo dd ad ood eood sro zoo spzoo sti kk gk tbk jsc ojsc cjsc pjsc mjsc ' +
    // Russian and Ukrainian, in Cyrillic and as they are transliterated
    'ооо оао зао пао нао ао ип тоо тов тдв пп прат ат чп чао фгуп гуп муп оду ooo oao zao pao nao ao too tov'
  ).split(' '),
);

/** A/S, S/A, A.S., K.K.: one form each, which punctuation tears apart. */
export const tornForms: readonly (readonly [RegExp, string])[] = [
  [/(?<![\p{L}\p{N}])(?:a\/s|s\/a|i\/s|k\/s)(?![\p{L}\p{N}])/gu, ' '],
  [/(?<![\p{L}\p{N}])(?:sp\.? ?z ?o\.? ?o|s\.? ?de ?r\.? ?l|d\.? ?o\.? ?o|s\.? ?r\.? ?o|a\.? ?s|p\.? ?t)(?:\.|(?![\p{L}\p{N}.]))/gu, ' '],
];

/** Words that join others. */
export const joiningWords: ReadonlySet<string> = new Set('and und et og och y e i i the of de del der la le и й та энд'.split(' '));
