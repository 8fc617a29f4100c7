import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client.js';
import type { components } from '../api/schema.js';
import { useMay, useMe } from '../session/me.js';

export type Person = components['schemas']['Person'];

/** Pages of people read at most; a larger house is not chosen from by a list. */
const PAGES = 10;

/** Everybody on the staff, as far as the reader may know them. */
export function usePeople() {
  const may = useMay('people:read');
  return useQuery({ queryKey: ['people', 'all'], enabled: may, staleTime: 5 * 60_000, queryFn: allPeople });
}

async function allPeople(): Promise<Person[]> {
  const people: Person[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < PAGES; page += 1) {
    const query: { limit: number; cursor?: string } = { limit: 100, ...(cursor === null ? {} : { cursor }) };
    const found: components['schemas']['People'] = await answer(api.GET('/api/v1/people', { params: { query } }));
    people.push(...found.items);
    cursor = found.nextCursor;
    if (cursor === null) break;
  }
  return people;
}

/** Who did something, in words: a name, the reader, Steward itself, a key, or somebody whose name the reader may not know. */
export function useWho(): (id: string) => string {
  const { t } = useTranslation();
  const me = useMe();
  const people = usePeople();
  return (id) => {
    if (id === 'steward') return 'Steward';
    if (id === me.data?.id) return t('who.you');
    // Who is known and yet not on the staff is a key.
    return people.data?.find((person) => person.id === id)?.name ?? t(people.data ? 'who.key' : 'who.somebody');
  };
}
