import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { caseAddress } from '../cases/processes.js';
import { useCases, type Case } from '../cases/queries.js';
import { useFormat } from '../i18n/format.js';
import { useSupplier } from '../suppliers/queries.js';
import { StatusState } from '../suppliers/status-state.js';
import { Notice } from '../ui/notice.js';
import { Panel } from '../ui/page.js';
import type { Detail } from './queries.js';

type Backup = Detail['backups'][number];

/** Each category with who else supplies it and who takes over; what would be left without a source stands first. */
export function Sources({ one, detail }: { one: Case; detail: Detail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { impact, withoutSource, backups, awaitedSince } = detail;
  return (
    <Panel title={t('phaseOut.sources')} note={t('phaseOut.sourcesNote')} flush>
      {one.status === 'open' && withoutSource.length > 0 && (
        <div className="panel-body">
          {withoutSource.map(({ category, why }) => (
            <Notice key={category} tone="warn" icon="alert">
              <p>{t(`phaseOut.without.${why}`, { category })}</p>
            </Notice>
          ))}
        </div>
      )}
      {impact.categories.length === 0 && <p className="panel-body soft">{t('phaseOut.noCategories')}</p>}
      <ul className="plain-list rows">
        {impact.categories.map(({ category, share, otherSources, overridden }) => (
          <li key={category}>
            <div className="row-line">
              <h3>
                {category} {otherSources === 0 && <span className="tag tag-warn">{t('phaseOut.sole')}</span>} {overridden && <span className="tag tag-bad">{t('phaseOut.overridden')}</span>}
              </h3>
              <span className="small soft">{t('phaseOut.shareNow', { share: format.percent(share) })}</span>
            </div>
            {otherSources > 0 && <p className="small soft">{t('phaseOut.others', { count: otherSources })}</p>}
            <ul className="plain-list">
              {backups
                .filter((backup) => backup.category === category)
                .map((backup) => (
                  <Takes key={backup.supplierId} backup={backup} />
                ))}
            </ul>
          </li>
        ))}
      </ul>
      {one.stage === 'awaitingBackup' && awaitedSince !== null && <p className="panel-body small soft">{t('phaseOut.awaitedSince', { at: format.moment(awaitedSince) })}</p>}
    </Panel>
  );
}

const supplying: readonly string[] = ['active', 'on-watch'];

function Takes({ backup: { supplierId, share, status } }: { backup: Backup }) {
  const { t } = useTranslation();
  const format = useFormat();
  const supplier = useSupplier(supplierId);
  return (
    <li className="small">
      {t('phaseOut.takes', { share: format.percent(share) })}: <Link to={`/suppliers/${supplierId}`}>{supplier.data?.name ?? '…'}</Link> {status !== null && <StatusState status={status} />}
      {status !== null && !supplying.includes(status) && <Joining supplierId={supplierId} />}
    </li>
  );
}

/** The way to the onboarding that is waited for. */
function Joining({ supplierId }: { supplierId: string }) {
  const { t } = useTranslation();
  const open = useCases({ status: 'open', waitingFor: '', overdue: '', supplierId }, 'onboarding').data?.pages[0]?.items[0];
  if (!open) return null;
  return (
    <>
      {' · '}
      <Link to={caseAddress({ id: open.id, process: 'onboarding' })}>{t('phaseOut.onboarding')}</Link> ({t(`stage.${open.stage as 'invited'}`)})
    </>
  );
}
