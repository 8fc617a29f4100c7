import { FileProblem } from '../facts/rules.js';
import { invitationColumns, placeInvitationColumns } from './columns.js';
import { countryOf } from './country.js';
import { invitationIdentity, readInvitation, type InvitationCells } from './read-invitation.js';

const good: InvitationCells = { name: 'Example Castings GmbH', country: 'DE', email: 'Sales@Example.com' };
const problemsOf = (cells: InvitationCells) => {
  const read = readInvitation(cells);
  return 'problems' in read ? read.problems.map(({ column, rule }) => `${column}: ${rule}`) : [];
};

describe('a line of titles', () => {
  it.each([
    ['English', ['Company name', 'COUNTRY', 'E-Mail', 'Contact person', 'Expected spend']],
    ['Russian', ['Наименование', 'Страна', 'Электронная почта', 'Контактное лицо', 'Ожидаемый объём закупок']],
    ['Chinese', ['公司名称', '国家', '电子邮箱', '联系人', '预计采购额']],
  ])('is understood in %s, in any order', (_, titles) => {
    const turned = [...titles].reverse();
    const places = Object.fromEntries(placeInvitationColumns(turned).map((place, index) => [invitationColumns[index], turned[place]]));
    expect(places).toMatchObject({ name: titles[0], country: titles[1], email: titles[2], contactName: titles[3], expectedSpend: titles[4], segment: undefined });
  });

  it('names what it lacks, what stands there twice, and what it has instead', () => {
    expect(() => placeInvitationColumns(['Company', 'Town'])).toThrow(/Missing: "country", "email".*"Company", "Town"/);
    expect(() => placeInvitationColumns(['name', 'Supplier', 'country', 'email'])).toThrow(FileProblem);
  });
});

describe('a row', () => {
  it('needs no more than name, country and address; what a person wrote in words becomes codes', () => {
    expect(readInvitation(good)).toEqual({
      invitation: { name: 'Example Castings GmbH', country: 'DE', taxId: null, language: 'en', contactName: null, email: 'sales@example.com', categories: [], segment: null, expectedSpend: null, distinct: false },
    });
    const written = { name: ' ООО  «Пример» ', country: 'Россия', language: 'русский', contactName: 'Отдел продаж', email: 'info@example.com', category: 'Литьё; Поковки;Литьё', segment: 'узкое место', expectedSpend: '1\u00a0200\u00a0000,50', distinct: 'да' };
    expect(readInvitation(written)).toEqual({
      invitation: { name: 'ООО «Пример»', country: 'RU', taxId: null, language: 'ru', contactName: 'Отдел продаж', email: 'info@example.com', categories: ['Литьё', 'Поковки'], segment: 'bottleneck', expectedSpend: 1_200_000.5, distinct: true },
    });
    expect(readInvitation({ ...good, country: '中国', language: '中文', segment: '瓶颈型' })).toMatchObject({ invitation: { country: 'CN', language: 'zh', segment: 'bottleneck' } });
  });

  it.each<[string, InvitationCells, string[]]>([
    ['says all that is missing at once', {}, ['name: missingValue', 'country: missingValue', 'email: missingValue']],
    ['takes no country that there is not', { ...good, country: 'Atlantis' }, ['country: unknownCountry']],
    ['takes no union for a country', { ...good, country: 'EU' }, ['country: unknownCountry']],
    ['takes no language in which we cannot write', { ...good, language: 'fr' }, ['language: unknownLanguage']],
    ['takes one address only', { ...good, email: 'a@example.com, b@example.com' }, ['email: impossibleEmail']],
    ['takes none of the segments that Kraljic does not know', { ...good, segment: 'important' }, ['segment: unknownSegment']],
    ['does not guess whether a comma parts thousands', { ...good, expectedSpend: '1,000' }, ['expectedSpend: impossibleSpend']],
    ['takes no spend below nothing', { ...good, expectedSpend: '-5' }, ['expectedSpend: impossibleSpend']],
    ['takes no name that no list could show', { ...good, name: 'x'.repeat(201) }, ['name: textTooLong']],
    ['takes nothing but yes or no where it is asked', { ...good, distinct: 'maybe' }, ['distinct: unknownWord']],
  ])('%s', (_, cells, expected) => {
    expect(problemsOf(cells)).toEqual(expected);
  });

  it('is the same invitation however its name is written in capitals and spaces, and another one at another address', () => {
    const one = invitationIdentity({ name: 'Example  CASTINGS', country: 'DE', email: 'a@example.com' });
    expect(invitationIdentity({ name: 'Example Castings', country: 'DE', email: 'a@example.com' })).toEqual(one);
    expect(invitationIdentity({ name: 'Example Castings', country: 'DE', email: 'b@example.com' })).not.toEqual(one);
  });
});

it('countries are known by code and by name in three languages, accents or none', () => {
  expect(['de', 'Germany', 'Германия', '德国', "Côte d'Ivoire", 'UN', 'ZZ', 'XX', ''].map(countryOf)).toEqual(['DE', 'DE', 'DE', 'DE', 'CI', null, null, null, null]);
});
