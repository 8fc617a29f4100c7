import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client.js';
import { useMay, useMe } from '../session/me.js';

/** Name of a person by id, as far as the reader may know it; null else. */
export function usePersonName(): (id: string) => string | null {
  const { t } = useTranslation();
  const me = useMe();
  const may = useMay('people:read');
  const people = useQuery({
    queryKey: ['people', 'names'],
    enabled: may,
    staleTime: 5 * 60_000,
    queryFn: () => answer(api.GET('/api/v1/people', { params: { query: { limit: 100 } } })),
  });
  return (id) => (id === me.data?.id ? t('person.you') : (people.data?.items.find((person) => person.id === id)?.name ?? null));
}
