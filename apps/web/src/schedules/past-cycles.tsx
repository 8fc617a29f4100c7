import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../i18n/format.js';
import { DataTable, type Column } from '../ui/data-table.js';
import { Empty, Panel } from '../ui/page.js';
import { State } from '../ui/signs.js';
import { pastPeriods, type PastPeriod } from './past-periods.js';
import type { ScheduleInDetail } from './queries.js';

const tones = { running: 'fair', scored: 'fair', reviewing: 'warn', published: 'good', closed: 'good', failed: 'bad', cancelled: undefined } as const;

/** What came of the periods that have ended: the cycle, or that there is none. */
export function PastCycles({ schedule }: { schedule: ScheduleInDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const rows = pastPeriods(schedule);
  const columns: readonly Column<PastPeriod>[] = [
    {
      key: 'period',
      header: t('review.period'),
      wide: true,
      cell: ({ start, end, cycle }) => {
        const period = format.period(start, end);
        return cycle === null ? (
          period
        ) : (
          <Link className="title-link" to={`/evaluations/${cycle.id}`}>
            {period}
          </Link>
        );
      },
    },
    { key: 'state', header: t('evaluation.status'), cell: (row) => (row.cycle === null ? <State label={t(`schedule.notStarted.${row.why}`)} tone={row.why === 'missed' ? 'bad' : 'warn'} /> : <CycleState status={row.cycle.status} />) },
    { key: 'started', header: t('evaluation.startedAt'), cell: ({ cycle }) => <span className="soft">{cycle === null ? '–' : format.moment(cycle.createdAt)}</span> },
  ];
  return (
    <Panel title={t('schedule.past')} note={rows.some(({ cycle }) => cycle === null) && t('schedule.notStartedNote', { count: schedule.catchUpDays })} flush>
      {rows.length === 0 ? (
        <Empty small title={t('schedule.noPast')} why={t('schedule.noPastWhy')} />
      ) : (
        <DataTable caption={t('schedule.past')} columns={columns} rows={rows} keyOf={({ start, end }) => `${start} ${end}`} />
      )}
    </Panel>
  );
}

function CycleState({ status }: { status: string }) {
  const { t } = useTranslation();
  const known = status in tones ? (status as keyof typeof tones) : null;
  return known === null ? <span lang="en">{status}</span> : <State label={t(`evaluationStatus.${known}`)} tone={tones[known]} />;
}
