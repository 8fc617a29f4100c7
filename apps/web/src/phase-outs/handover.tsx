import { useTranslation } from 'react-i18next';
import { Panel } from '../ui/page.js';
import { State } from '../ui/signs.js';
import type { Detail } from './queries.js';

/** What is given back or handed over before the last account is settled. */
export function Handover({ detail: { handover } }: { detail: Detail }) {
  const { t } = useTranslation();
  const done = handover.filter(({ result }) => result !== null).length;
  return (
    <Panel title={t('phaseOut.handover')} note={t('phaseOut.handoverNote', { done, of: handover.length })} flush>
      <ul className="plain-list rows">
        {handover.map(({ item, result }) => (
          <li key={item} className="row-line">
            <span>{t(`handover.${item}`)}</span>
            <State tone={result === 'done' ? 'good' : undefined} label={result === null ? t('phaseOut.notYet') : t(`option.${result}`)} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
