import fc from 'fast-check';
import type { SupplierStatus } from '../supplier/status.js';
import { mergeRefusals, type MergeSide } from './merge.js';
import { nameKey, parsedKey, storedKey } from './name-key.js';
import { nameSimilarity, proposedFrom } from './similarity.js';

/** Two names of one company, as masters and invoices of different systems have them. */
const same: readonly (readonly [string, string])[] = [
  ['Ranbaxy Laboratories Ltd.', 'RANBAXY LABORATORIES LIMITED'],
  ['Ranbaxy', 'Ранбакси'],
  ['ООО «Ранбакси»', 'Ranbaxy LLC'],
  ['Aurobindo Pharma Ltd', 'Aurobindo Pharmaceuticals Limited'],
  ['Aurobindo Pharma', 'Ауробиндо Фарма'],
  ['Hetero Labs Ltd', 'HETERO LABORATORIES LIMITED'],
  ['Cipla Ltd.', 'ООО «Ципла»'],
  ['Siemens AG', 'ООО «Сименс»'],
  ['Siemens Aktiengesellschaft', 'Siemens AG'],
  ['Bayer GmbH', 'АО «Байер»'],
  ['Novartis Pharma S.A.', 'Новартис Фарма ЗАО'],
  ['Huawei Technologies Co., Ltd.', '华为技术有限公司'],
  ['Huawei Technologies', 'Хуавей Технолоджис'],
  ['Shanghai Huawei Technology Co Ltd', '上海华为科技有限公司'],
  ['兰博制药股份有限公司', 'Lanbo Pharmaceutical Co., Ltd.'],
  ['浙江华海药业股份有限公司', 'Zhejiang Huahai Pharmaceutical Co., Ltd.'],
  ['浙江华海药业股份有限公司', '浙江華海藥業股份有限公司'],
  ['Zhejiang Huahai Pharma', 'Huahai Zhejiang Pharmaceutical'],
  ['Société Générale S.A.', 'Societe Generale SA'],
  ['Müller Maschinenbau GmbH & Co. KG', 'Mueller Maschinenbau GmbH'],
  ['Telefónica, S. A.', 'TELEFONICA SA'],
  ['Johnson & Johnson Inc.', 'Johnson and Johnson'],
  ['Trinity Biotech, Plc', 'Trinity Biotech PLC'],
  ['Inverness Japan K.K.', 'Inverness Japan'],
  ['Kimberly-Clark Corporation', 'Kimberly Clark Corp'],
  ['Merck Sharp & Dohme', 'Merck Sharpe and Dohme Corp.'],
  ['ЗАО «Завод имени Орлова»', 'Закрытое акционерное общество «Завод имени Орлова»'],
  ['Общество с ограниченной ответственностью «Северсталь»', 'Severstal OOO'],
  ['ПАО «Газпром»', 'Gazprom PJSC'],
  ['Strides Arcolab Pvt. Ltd.', 'Strides Arcolab Private Limited'],
  ['Micro Labs Limited (India)', 'Micro Labs India Ltd'],
  ['Emcure Pharmaceuticals', 'EMCURE PHARMACEUTICALS LTD'],
  ['Roche Diagnostics', 'Roche Diagnostic GmbH'],
  ['北京同仁堂股份有限公司', 'Beijing Tongrentang Co., Ltd.'],
  ['比亚迪股份有限公司', '比亞迪有限公司'],
  ['Novo Nordisk A/S', 'Novo Nordisk'],
  ['S. p. A. Fiat', 'Fiat S.p.A.'],
  ['Philips Nederland B.V.', 'Filips Nederland BV'],
  ['Sandoz International GmbH', 'Сандоз'],
  ['Boehringer Ingelheim GmbH', 'Берингер Ингельхайм ООО'],
  ['Teva Pharmaceutical Industries Ltd', 'Тева Фармацевтические Индустрии'],
  ['Lenovo Group Ltd', '联想集团有限公司 Lenovo'],
  ['Xiaomi Corporation', '小米集团'],
  ['Haier Electronics', '海尔电子有限公司'],
  ['Mylan Laboratories Limited', 'MYLAN LABS LTD'],
  ['Pfizer Inc', 'Пфайзер'],
  ['Gedeon Richter Plc', 'ОАО «Гедеон Рихтер»'],
  ['KRKA d.d.', 'КРКА'],
  ['L’Oréal S.A.', "L'Oreal SA"],
  ['Østergaard & Sønner A/S', 'Ostergaard og Sonner'],
  ['Guilin Pharmaceutical Co., Ltd', '桂林制药有限责任公司'],
  ['Shenzhen Mindray Medical', '深圳迈瑞医疗有限公司'],
  ['Bio-Rad Laboratories', 'BIORAD LABORATORIES INC'],
  ['Becton, Dickinson and Company', 'Becton Dickinson & Co'],
  ['АО "Р-Фарм"', 'R-Pharm JSC'],
  ['Pharmstandard', 'Фармстандарт'],
  ['Wockhardt Ltd', 'WOCKHARD LIMITED'],
  ['Abbott GmbH & Co. KG', 'ABBOTT GMBH'],
];

/** Two companies, however close their names stand. */
const different: readonly (readonly [string, string])[] = [
  ['Tata Steel Ltd', 'Tata Motors Ltd'],
  ['Alfa Pharma GmbH', 'Alma Pharma GmbH'],
  ['Sun Pharma', 'San Fran Pharma'],
  ['Plant 1 Machinery Ltd', 'Plant 2 Machinery Ltd'],
  ['上海华为科技有限公司', '上海中兴科技有限公司'],
  ['北京同仁堂股份有限公司', '南京同仁堂股份有限公司'],
  ['Cipla Pharma', 'Cipla Trading'],
  ['Bayer India', 'Bayer Japan'],
  ['General Electric', 'General Motors'],
  ['ООО «Север»', 'ООО «Вектор»'],
  ['АО «Альфа»', 'АО «Омега»'],
  ['Shanghai Alfa Co. Ltd', 'Shanghai Alma Co. Ltd'],
  ['Guangzhou Trading Company', 'Hangzhou Trading Company'],
  ['ABC GmbH', 'ABD GmbH'],
  ['Orion Oy', 'Orient Oy'],
  ['First National Supplies', 'Second National Supplies'],
  ['Abbott Laboratories', 'Abbvie Laboratories'],
  ['Hetero Labs', 'Micro Labs'],
  ['Matrix Laboratories', 'Metrix Instruments'],
  ['Завод имени Орлова', 'Завод имени Петрова'],
  ['华北制药集团有限公司', '华南制药集团有限公司'],
  ['Norddeutsche Stahl AG', 'Süddeutsche Stahl AG'],
  ['MSD', 'MSN'],
  ['Unit 12 Textile', 'Unit 21 Textile'],
  ['Gazprom Neft PJSC', 'Gazprom PJSC'],
  ['Samsung Electronics', 'Samsung Heavy Industries'],
  ['Aspen Pharmacare', 'Arpen Trading'],
  ['Weifa A.S.', 'Wei Hua Co'],
  ['深圳迈瑞医疗有限公司', '深圳理邦医疗有限公司'],
  ['ООО «Прогресс-Юг»', 'ООО «Прогресс-Север»'],
  ['Bristol-Myers Squibb', 'Bristol Trading'],
  ['GSK Mississauga', 'GSK Aranda'],
  ['Hebei Steel Co', 'Hubei Steel Co'],
  ['Boston Scientific', 'Boston Medical'],
  ['Lafarge Cement', 'Holcim Cement'],
  ['Индивидуальный предприниматель Иванов', 'Индивидуальный предприниматель Иваненко'],
  ['East Africa Logistics', 'West Africa Logistics'],
  ['Nova Plast', 'Nova Metall'],
  ['United Petroleum', 'Universal Petroleum'],
  ['天津制药集团', '天津化工集团'],
  ['Delta Line 3', 'Delta Line 33'],
];

/**
 * Pairs that were written down after the rules. At first sight of them the rules had a precision of 100 % and a recall of 55 %;
 * since then they know фармасьютикал, healthcare and энд. Brands that Chinese or Russian does not render by sound stay out of reach.
 */
const sameLater: typeof same = [
  ['Glenmark Pharmaceuticals Ltd', 'ГЛЕНМАРК ФАРМАСЬЮТИКАЛЗ'],
  ['Zydus Cadila Healthcare', 'Зидус Кадила'],
  ['AstraZeneca AB', 'АстраЗенека'],
  ['Takeda Pharmaceutical', 'Такеда Фармасьютикалс'],
  ['Servier S.A.S.', 'Сервье'],
  ['Tencent Holdings', '腾讯控股 Tengxun'],
  ['Hangzhou Minsheng Pharmaceutical Co., Ltd.', '杭州民生药业有限公司'],
  ['Foshan Haitian Food Co Ltd', '佛山海天食品股份有限公司'],
  ['Dongfang Electronics', '东方电子股份有限公司'],
  ['Kaspersky Lab', 'Лаборатория Касперского'],
  ['Yandex LLC', 'ООО "Яндекс"'],
  ['Rosneft', 'ПАО «НК «Роснефть»'],
  ['Procter & Gamble', 'Проктер энд Гэмбл'],
  ['Nestlé Deutschland AG', 'NESTLE DEUTSCHLAND'],
  ['Robert Bosch GmbH', 'BOSCH, ROBERT GMBH'],
  ['Citroën SA', 'Citroen'],
  ['Premier Medical Corporation Ltd', 'Premier Medical Corp.'],
  ['Standard Diagnostics, Inc.', 'STANDARD DIAGNOSTIC INC'],
  ['Sinopharm Group Co. Ltd.', 'SINOPHARM GROUP'],
  ['Chembio Diagnostic Systems', 'Chem-Bio Diagnostic Systems Inc'],
];
const differentLater: typeof different = [
  ['Glenmark Pharma', 'Denmark Pharma'],
  ['Roche Madrid', 'Roche Basel'],
  ['杭州民生药业有限公司', '杭州民安药业有限公司'],
  ['Премьер Групп', 'Премиум Групп'],
  ['Standard Diagnostics', 'Standard Charter'],
  ['North Star Shipping', 'North Sea Shipping'],
  ['Kraft Foods', 'Kraft Paper'],
  ['Dr. Reddys', 'Dr. Readys Clinic'],
  ['Line A Transport 7', 'Line A Transport 8'],
  ['ООО «Мир»', 'ООО «Миг»'],
  ['Lab One', 'Lab Two'],
  ['Pacific Oil', 'Atlantic Oil'],
  ['Bluestone Minerals', 'Blackstone Minerals'],
  ['Jiangsu Hengrui', 'Jiangxi Hengfa'],
  ['Orange Telecom', 'Orange Farm'],
];

const alike = (a: string, b: string) => nameSimilarity(nameKey(a), nameKey(b));
const proposed = (pairs: typeof same) => pairs.filter(([a, b]) => alike(a, b) >= proposedFrom);
const judged = (alikes: typeof same, others: typeof different) => {
  const [right, wrong] = [proposed(alikes), proposed(others)];
  const missed = alikes.filter((pair) => !right.includes(pair));
  return { precision: right.length / (right.length + wrong.length), recall: right.length / alikes.length, wrong, missed };
};

describe('names of suppliers in three scripts', () => {
  it('are proposed with a precision of 100 % and a recall of 96 % on the pairs that the rules were made for', () => {
    const { precision, recall, wrong } = judged(same, different);
    expect(wrong).toEqual([]);
    expect({ precision, recall }).toEqual({ precision: 1, recall: expect.closeTo(0.966, 2) });
  });
  it('are proposed with a precision of 100 % and a recall of 70 % on pairs that came later', () => {
    const { precision, recall, wrong } = judged(sameLater, differentLater);
    expect(wrong).toEqual([]);
    expect({ precision, recall }).toEqual({ precision: 1, recall: 0.7 });
  });
  it('are as alike one way as the other, and wholly alike to themselves', () => {
    for (const [a, b] of [...same, ...different]) expect([alike(a, b), alike(a, a)]).toEqual([alike(b, a), 1]);
  });
});

describe('the key of a name', () => {
  it.each([
    ['ООО «Ранбакси»', 'ranbaksi|'],
    ['Ranbaxy Laboratories Pvt. Ltd.', 'ranbaksi|laboratory'],
    ['兰博制药股份有限公司', 'lanbo|pharma'],
    ['Société Générale S.A.', 'sosite generale|'],
    ['National Pharmaceutical Company', 'national|pharma'],
    ['Trading Company Ltd', 'trading|'],
    ['GmbH', 'gmb|'],
    ['4T Plant 007', '4t 7|plant'],
  ])('of %s is %s', (name, key) => expect(storedKey(nameKey(name))).toBe(key));
  it('is stored and read back the same', () => {
    for (const [a] of [...same, ...different]) expect(parsedKey(storedKey(nameKey(a)))).toEqual(nameKey(a));
  });
  it('is made of any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => expect(alike(text, text)).toBeLessThanOrEqual(1)));
  });
});

describe('two suppliers', () => {
  const side = (changes: Partial<MergeSide> = {}): MergeSide => ({ id: 'x', name: 'Example', status: 'active', mergedIntoId: null, openCases: 0, beingScored: false, ...changes });
  const codes = (kept: Partial<MergeSide>, gone: Partial<MergeSide>) => mergeRefusals(side(kept), side(gone)).map((refusal) => refusal.code);

  it('can be merged while nothing is under way with the one that goes', () => expect(codes({ openCases: 3 }, {})).toEqual([]));
  it('cannot while the one that goes has open cases, or either is being scored', () => {
    expect(codes({ beingScored: true }, { openCases: 1 })).toEqual(['mergeBeingScored', 'mergeOpenCases']);
    expect(codes({}, { beingScored: true })).toEqual(['mergeBeingScored']);
  });
  it('cannot when one was merged before', () => expect([codes({ mergedIntoId: 'y' }, {}), codes({}, { mergedIntoId: 'y' })]).toEqual([['merged'], ['merged']]));
  it.each<[SupplierStatus, SupplierStatus, string[]]>([
    ['active', 'inactive', []],
    ['inactive', 'inactive', []],
    ['prospect', 'onboarding', []],
    ['inactive', 'active', ['mergeKeepEnded']],
    ['rejected', 'on-watch', ['mergeKeepEnded']],
    ['blocked', 'active', ['mergeStatus']],
    ['active', 'blocked', ['mergeStatus']],
    ['active', 'rejected', ['mergeStatus']],
    ['active', 'phasing-out', ['mergeStatus']],
  ])('of which the %s is kept and the %s goes: %s', (kept, gone, refusals) => expect(codes({ status: kept }, { status: gone })).toEqual(refusals));
});
