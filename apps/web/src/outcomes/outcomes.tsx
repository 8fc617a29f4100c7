import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.js';
import { useMay } from '../session/me.js';
import { DataTable, Waiting, type Column } from '../ui/data-table.js';
import { Icon } from '../ui/icon.js';
import { Notice, ProblemNotice } from '../ui/notice.js';
import { Empty, Live, Page, Panel } from '../ui/page.js';
import { State } from '../ui/signs.js';
import { useFilters } from '../ui/use-filters.js';
import { Baseline } from './baseline.js';
import { OutcomeCard } from './outcome-card.js';
import { useOutcomeWords } from './outcome-words.js';
import { useOutcomes, type Outcome, type Outcomes as Data } from './queries.js';

const statuses = ['met', 'notMet', 'noBaseline', 'insufficientData'] as const satisfies readonly Outcome['status'][];
const tones = { met: 'good', notMet: 'bad', noBaseline: 'warn', insufficientData: undefined } as const;

/** Where the programme stands: six figures, each against its baseline and its goal. */
export function Outcomes() {
  const { t } = useTranslation();
  const format = useFormat();
  const { filters, change } = useFilters({ from: '', to: '' });
  const outcomes = useOutcomes(filters);
  const maySet = useMay('outcomes:baseline');
  const [setting, setSetting] = useState<Outcome | null>(null);
  const [done, setDone] = useState(false);
  return (
    <Page title={t('outcomes.title')} lead={t('outcomes.lead')}>
      <div className="filters" role="search" aria-label={t('list.filters')}>
        <TextInput type="date" label={t('period.from')} value={filters.from} onChange={(event) => change('from', event.currentTarget.value)} />
        <TextInput type="date" label={t('period.to')} value={filters.to} onChange={(event) => change('to', event.currentTarget.value)} />
        {outcomes.data && (
          <p className="filter-note soft small">{t(filters.from === '' && filters.to === '' ? 'outcomes.lastYear' : 'outcomes.ofPeriod', { period: format.period(outcomes.data.period.from, outcomes.data.period.to) })}</p>
        )}
      </div>
      {outcomes.isError && <ProblemNotice error={outcomes.error} onRetry={() => void outcomes.refetch()} />}
      <div className="sent" role="status">
        {done && (
          <Notice tone="good" icon="check">
            <p>{t('baseline.done')}</p>
          </Notice>
        )}
      </div>
      {outcomes.isPending && (
        <div className="panel">
          <Waiting />
        </div>
      )}
      {outcomes.isSuccess && (
        <div className="column">
          <Standing items={outcomes.data.items} />
          <ul className="plain-list outcomes">
            {outcomes.data.items.map((one) => (
              <OutcomeCard key={one.outcome} outcome={one} onBaseline={maySet ? () => setSetting(one) : null} />
            ))}
          </ul>
          <Stages stages={outcomes.data.stages} />
        </div>
      )}
      {setting && (
        <Baseline
          outcome={setting}
          onClose={() => setSetting(null)}
          onDone={() => {
            setSetting(null);
            setDone(true);
          }}
        />
      )}
    </Page>
  );
}

/** The answer in one line: how many goals are reached, and what keeps the others. */
function Standing({ items }: { items: readonly Outcome[] }) {
  const { t } = useTranslation();
  const of = (status: Outcome['status']) => items.filter((one) => one.status === status);
  const met = of('met').length;
  const unknown = of('insufficientData').length;
  const summary = unknown === items.length ? t('outcomes.unknownYet') : t('outcomes.reached', { count: met, total: items.length });
  return (
    <section className="panel panel-body outcomes-standing" aria-label={t('outcomes.standing')}>
      <Live>{summary}</Live>
      <p className="figure-value">
        {met === items.length && <Icon name="check" size={20} />} {summary}
      </p>
      {unknown === items.length ? (
        <p className="soft">{t('outcomes.nothingYet')}</p>
      ) : (
        <ul className="plain-list outcomes-counts">
          {statuses
            .filter((status) => of(status).length > 0)
            .map((status) => (
              <li key={status}>
                <State label={`${t(`outcomeStatus.${status}`)}: ${of(status).length}`} tone={tones[status]} />
              </li>
            ))}
        </ul>
      )}
    </section>
  );
}

function Stages({ stages }: { stages: Data['stages'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  type Row = Data['stages'][number];
  const words = useOutcomeWords();
  const days = (value: number) => <span className="number">{words.value('days', value)}</span>;
  const columns: readonly Column<Row>[] = [
    { key: 'stage', header: t('outcome.stage'), wide: true, cell: ({ stage }) => (isStage(stage) ? t(`outcomeStage.${stage}`) : stage) },
    { key: 'median', header: t('outcome.median'), end: true, cell: ({ medianDays }) => days(medianDays) },
    { key: 'longest', header: t('outcome.longest'), end: true, cell: ({ longestDays }) => days(longestDays) },
    { key: 'sample', header: t('outcome.cycles'), end: true, cell: ({ sample }) => <span className="number">{format.count(sample)}</span> },
  ];
  return (
    <Panel title={t('outcomes.stages')} note={t('outcomes.stagesNote')} flush>
      {stages.length === 0 ? (
        <Empty small title={t('outcomes.noStages')} why={t('outcomes.noStagesWhy')} />
      ) : (
        <DataTable caption={t('outcomes.stages')} columns={columns} rows={stages} keyOf={({ stage }) => stage} />
      )}
    </Panel>
  );
}

const knownStages = ['collecting', 'calibrating', 'scoring', 'review', 'published', 'appeals', 'consequences', 'closed'] as const;

function isStage(stage: string): stage is (typeof knownStages)[number] {
  return (knownStages as readonly string[]).includes(stage);
}
