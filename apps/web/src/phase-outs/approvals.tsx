import { useTranslation } from 'react-i18next';
import type { Case } from '../cases/queries.js';
import { useWho } from '../evaluations/who.js';
import { useFormat } from '../i18n/format.js';
import { Panel } from '../ui/page.js';
import { State } from '../ui/signs.js';
import type { Detail } from './queries.js';

/** Who has asked, who has approved, and how many are awaited. */
export function Approvals({ one, detail: { approvals, approvalsNeeded, askedBy } }: { one: Case; detail: Detail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const who = useWho();
  const missing = approvalsNeeded - approvals.length;
  return (
    <Panel title={t('phaseOut.approvals')} note={t('phaseOut.approvalsNote')} flush>
      <ul className="plain-list rows">
        {askedBy.map((id) => (
          <li key={id} className="row-line">
            <span>{who(id)}</span>
            <State label={t('phaseOut.asked')} />
          </li>
        ))}
        {approvals.map(({ by, at }) => (
          <li key={by} className="row-line">
            <span>
              {who(by)} <span className="small soft">· {format.moment(at)}</span>
            </span>
            <State tone="good" label={t('phaseOut.approved')} />
          </li>
        ))}
        {one.status === 'open' && missing > 0 && (
          <li className="row-line">
            <span>{t('phaseOut.missing', { count: missing })}</span>
            <State tone="warn" label={t('phaseOut.awaited')} />
          </li>
        )}
      </ul>
    </Panel>
  );
}
