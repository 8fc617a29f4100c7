import { useTranslation } from 'react-i18next';
import { allRoles } from './queries.js';

/** Roles in words, with commas between. */
export function useRoleNames(): (roles: readonly string[]) => string {
  const { t } = useTranslation();
  return (roles) =>
    roles
      .map((role) => {
        const known = allRoles.find((each) => each === role);
        return known ? t(`role.${known}`) : role;
      })
      .join(', ');
}
