import { useTranslation } from 'react-i18next';
import { usePeople } from '../people/queries.js';
import { useMay, useMe } from '../session/me.js';

/** Names of our people by id, as far as the reader may see people. */
export function useNames(): (id: string) => string {
  const { t } = useTranslation();
  const me = useMe().data;
  const people = usePeople(useMay('people:read')).data?.pages.flatMap((page) => page.items) ?? [];
  return (id) => people.find((person) => person.id === id)?.name ?? (id === me?.id ? me.name : t('onboarding.somebody'));
}
