import { Checkbox, NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { More, Waiting } from '../ui/data-table.js';
import { Empty, Live, Page } from '../ui/page.js';
import { ProblemNotice } from '../ui/notice.js';
import { Due } from '../ui/signs.js';
import { useFilters } from '../ui/use-filters.js';
import { caseAddress, isProcess, useReadableProcesses, type Process } from './processes.js';
import { SeverityTag } from './severity.js';
import { useCases, type Case } from './queries.js';
import { commonSteps, stagesOf, useCaseWords } from './words.js';

/** All cases by stage; what is shown is in the address. */
export function Cases() {
  const { t } = useTranslation();
  const { filters, narrowed, change } = useFilters({ process: 'rectification', status: 'open', waitingFor: '', overdue: '', supplierId: '' });
  const readable = useReadableProcesses();
  const process = isProcess(filters.process) ? filters.process : 'rectification';
  const cases = useCases(filters, process);
  const items = cases.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page title={t('cases.title')} lead={t('cases.lead')}>
      <div className="filters" role="search" aria-label={t('list.filters')}>
        {readable.length > 1 && (
          <NativeSelect
            label={t('cases.process')}
            value={process}
            onChange={(event) => change('process', event.currentTarget.value)}
            data={readable.map((value) => ({ value, label: t(`process.${value}`) }))}
          />
        )}
        <NativeSelect
          label={t('cases.status')}
          value={filters.status}
          onChange={(event) => change('status', event.currentTarget.value)}
          data={(['open', 'closed', 'cancelled'] as const).map((value) => ({ value, label: t(`caseStatus.${value}`) }))}
        />
        <NativeSelect
          label={t('cases.waitingFor')}
          value={filters.waitingFor}
          onChange={(event) => change('waitingFor', event.currentTarget.value)}
          data={[{ value: '', label: t('list.all') }, ...(['supplier', 'owner', 'quality', 'manager'] as const).map((value) => ({ value, label: t(`party.${value}`) }))]}
        />
        <Checkbox
          className="filter-end filter-check"
          label={t('cases.overdueOnly')}
          checked={filters.overdue === 'true'}
          onChange={(event) => change('overdue', event.currentTarget.checked ? 'true' : '')}
        />
        {filters.supplierId !== '' && (
          <Link className="filter-end filter-clear" to="/cases">
            {t('cases.allSuppliers')}
          </Link>
        )}
      </div>
      <Live>{cases.isSuccess ? t('cases.count', { count: items.length }) : ''}</Live>
      {cases.isPending && (
        <div className="panel">
          <Waiting />
        </div>
      )}
      {cases.isError && <ProblemNotice error={cases.error} onRetry={() => void cases.refetch()} />}
      {cases.isSuccess && items.length === 0 && <NoCases narrowed={narrowed} />}
      {items.length > 0 && <Pipeline cases={items} {...columnsOf(process, filters.status === 'open', items)} />}
      <More shown={items.length} hasMore={cases.hasNextPage} loading={cases.isFetchingNextPage} onMore={() => void cases.fetchNextPage()} />
    </Page>
  );
}

function NoCases({ narrowed }: { narrowed: boolean }) {
  const { t } = useTranslation();
  return (
    <div className="panel">
      {narrowed ? (
        <Empty title={t('cases.noneMatch')} why={t('cases.noneMatchWhy')} action={<Link to="/cases">{t('list.clearFilters')}</Link>} />
      ) : (
        <Empty title={t('cases.none')} why={t('cases.noneWhy')} action={<Link to="/suppliers">{t('cases.noneAction')}</Link>} />
      )}
    </div>
  );
}

/** The stages that have a column, in their order, and those of them that have one even if no case is in them. */
function columnsOf(process: Process, open: boolean, cases: readonly Case[]): { stages: readonly string[]; always: readonly string[] } {
  const known: readonly string[] = stagesOf[process][open ? 'open' : 'ends'];
  // A stage without a place of its own comes last, as its cases came.
  const stages = [...new Set([...known, ...cases.map(({ stage }) => stage)])];
  return { stages, always: process === 'rectification' && open ? commonSteps : [] };
}

function Pipeline({ cases, stages, always }: { cases: readonly Case[]; stages: readonly string[]; always: readonly string[] }) {
  const { t } = useTranslation();
  const words = useCaseWords();
  const shown = stages.filter((stage) => always.includes(stage) || cases.some((one) => one.stage === stage));
  return (
    <div className="pipeline" style={{ ['--stages' as string]: shown.length }}>
      {shown.map((stage) => {
        const inStage = cases.filter((one) => one.stage === stage);
        return (
          <section key={stage} className={inStage.length === 0 ? 'stage stage-empty' : 'stage'} aria-label={words.stage(stage)}>
            <header className="stage-head">
              <h2>{words.stage(stage)}</h2>
              <span className="stage-count">
                {inStage.length}
                <span className="quiet">{t('cases.inStage')}</span>
              </span>
            </header>
            {inStage.length === 0 ? (
              <p className="stage-none soft small">{t('cases.noneInStage')}</p>
            ) : (
              <ul className="plain-list stage-cases">
                {inStage.map((one) => (
                  <CaseCard key={one.id} one={one} />
                ))}
              </ul>
            )}
          </section>
        );
      })}
    </div>
  );
}

function CaseCard({ one }: { one: Case }) {
  const { t } = useTranslation();
  const words = useCaseWords();
  return (
    <li className={one.overdue && one.status === 'open' ? 'card card-late' : 'card'}>
      <p className="card-supplier small">{one.supplierName}</p>
      <h3>
        <Link className="card-link" to={caseAddress(one)}>
          {words.title(one)}
        </Link>
      </h3>
      <div className="card-foot small">
        {one.severity && <SeverityTag severity={one.severity} />}
        {one.confidential && <span className="tag tag-warn">{t('case.confidential')}</span>}
        {one.status === 'open' && one.waitingFor && <span className="soft">{t('cases.waits', { party: words.party(one.waitingFor) })}</span>}
      </div>
      {one.status === 'open' && (
        <div className="small card-due">
          <Due at={one.dueAt} overdue={one.overdue} full />
        </div>
      )}
    </li>
  );
}
