import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Panel } from '../ui/page.js';
import { useResults, type Survey } from './queries.js';

/** The suppliers that could not be asked, as they had no contact; nothing when there are none. */
export function NotAsked({ survey }: { survey: Survey }) {
  const { t } = useTranslation();
  const results = useResults(survey.id, survey.answered);
  const suppliers = results.data?.notAsked ?? [];
  if (suppliers.length === 0) return null;
  return (
    <Panel title={t('notAsked.title')} note={t('notAsked.note', { count: suppliers.length })} flush>
      <ul className="plain-list rows">
        {suppliers.map(({ supplierId, code, name }) => (
          <li key={supplierId} className="row-line">
            <Link to={`/suppliers/${supplierId}`}>{name}</Link>
            <span className="soft small">{code}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
