import { useTranslation } from 'react-i18next';
import { Link, useLocation, useParams } from 'react-router';
import { asProblem } from '../api/problem.js';
import { useFormat } from '../i18n/format.js';
import { useSupplier } from '../suppliers/queries.js';
import { Waiting } from '../ui/data-table.js';
import { Notice, ProblemNotice } from '../ui/notice.js';
import { Missing, Page, Panel } from '../ui/page.js';
import { State } from '../ui/signs.js';
import { useDisruption, type Disruption as Data } from './queries.js';

const tones = { opening: 'warn', open: 'bad', closed: 'good' } as const;

/** A supplier that has stopped: what depended on it, and what follows. */
export function Disruption() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const { state } = useLocation();
  const found = useDisruption(id);
  if (found.isPending) return <Waiting />;
  if (found.isError) {
    if ([400, 404].includes(asProblem(found.error).status)) return <Missing title={t('disruption.missing')} why={t('disruption.missingWhy')} />;
    return (
      <Page title={t('disruption.title')}>
        <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />
      </Page>
    );
  }
  return <Shown disruption={found.data} reported={typeof state === 'object' && state !== null && 'reported' in state} />;
}

function Shown({ disruption, reported }: { disruption: Data; reported: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const supplier = useSupplier(disruption.supplierId);
  if (supplier.isPending) return <Waiting />;
  const name = supplier.data?.name ?? '';
  return (
    <Page
      title={t('disruption.titleOf', { supplier: name })}
      back={{ to: `/suppliers/${disruption.supplierId}`, label: name === '' ? t('suppliers.title') : name }}
      lead={<time dateTime={disruption.reportedAt}>{t('disruption.reportedAt', { at: format.instant(disruption.reportedAt) })}</time>}
    >
      <div className="sent" role="status">
        {reported && (
          <Notice tone="good" icon="check">
            <p>{t('disruption.reported')}</p>
          </Notice>
        )}
      </div>
      <div className="columns">
        <div className="column">
          <Impact disruption={disruption} />
        </div>
        <div className="column">
          <Panel title={t('disruption.follows')} flush>
            <ul className="plain-list rows">
              <li>
                {disruption.status === 'opening' ? t('disruption.caseOpening') : <Link to={`/cases/${disruption.caseId}`}>{t('disruption.case')}</Link>}
                <p className="small">
                  <State label={t(`disruptionStatus.${disruption.status}`)} tone={tones[disruption.status]} />
                </p>
              </li>
              <li>
                <p>{t('disruption.told')}</p>
                <p className="small soft">{t('disruption.toldWhom')}</p>
              </li>
              <li>
                <Link to={`/alerts?status=all&supplierId=${disruption.supplierId}`}>{t('disruption.alerts')}</Link>
              </li>
            </ul>
          </Panel>
        </div>
      </div>
    </Page>
  );
}

function Impact({ disruption: { openLines, openOrders, openValue, soleCategories } }: { disruption: Data }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const money = ({ currency, value }: Data['openValue'][number]) => new Intl.NumberFormat(i18n.language, { style: 'currency', currency, maximumFractionDigits: 0 }).format(Number(value));
  return (
    <Panel title={t('disruption.impact')} note={t('disruption.impactNote')}>
      <dl className="facts">
        <div>
          <dt>{t('disruption.openOrders')}</dt>
          <dd className="figure-value">{format.count(openOrders)}</dd>
        </div>
        <div>
          <dt>{t('disruption.openLines')}</dt>
          <dd className="figure-value">{format.count(openLines)}</dd>
        </div>
        <div>
          <dt>{t('disruption.openValue')}</dt>
          <dd className="figure-value">{openValue.length === 0 ? '–' : openValue.map((each) => <div key={each.currency}>{money(each)}</div>)}</dd>
        </div>
      </dl>
      <h3 className="panel-sub">{t('disruption.soleCategories')}</h3>
      {soleCategories.length === 0 ? (
        <p className="soft">{t('disruption.noSole')}</p>
      ) : (
        <ul className="sentences">
          {soleCategories.map((category) => (
            <li key={category}>{category}</li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
