import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { useMay } from '../session/me.js';

/** Between what is in force and what is proposed. */
export function ConsequenceTabs() {
  const { t } = useTranslation();
  const maySeeProposals = useMay('proposals:read');
  if (!maySeeProposals) return null;
  return (
    <nav className="tabs" aria-label={t('consequences.title')}>
      <NavLink className="tab" to="/consequences" end>
        {t('consequences.decided')}
      </NavLink>
      <NavLink className="tab" to="/consequences/proposals">
        {t('consequences.proposed')}
      </NavLink>
    </nav>
  );
}
