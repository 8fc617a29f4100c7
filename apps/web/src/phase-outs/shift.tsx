import { useTranslation } from 'react-i18next';
import type { Case } from '../cases/queries.js';
import { useFormat } from '../i18n/format.js';
import { DataTable } from '../ui/data-table.js';
import { Panel } from '../ui/page.js';
import { State } from '../ui/signs.js';
import { dayAfter, type Detail } from './queries.js';

interface Step {
  readonly number: number;
  readonly when: string;
  readonly moved: number;
  readonly state: 'done' | 'next' | 'ahead' | 'given';
}

/** The notice and the dated steps in which the orders move; before the last approval what it will set in motion. */
export function Shift({ one, detail }: { one: Case; detail: Detail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { notice, planned, impact, awaitedSince } = detail;
  const open = one.status === 'open';
  const steps: Step[] = (notice ?? planned).steps.map(({ afterDays, moved }, at) => ({
    number: at + 1,
    when: notice ? format.date(dayAfter(notice.givenAt, afterDays)) : t('phaseOut.afterNotice', { count: afterDays }),
    moved,
    state: notice === null ? 'ahead' : at < notice.stepsDone ? 'done' : !open ? 'given' : at === notice.stepsDone ? 'next' : 'ahead',
  }));
  return (
    <Panel title={t('phaseOut.shift')} note={notice === null ? t('phaseOut.shiftPlanned') : undefined} flush>
      <div className="panel-body">
        <dl className="facts">
          {notice === null ? (
            <div>
              <dt>{t('phaseOut.noticePeriod')}</dt>
              <dd>{t('phaseOut.days', { count: planned.noticeDays })}</dd>
            </div>
          ) : (
            <>
              <div>
                <dt>{t('phaseOut.noticeGiven')}</dt>
                <dd>{format.moment(notice.givenAt)}</dd>
              </div>
              <div>
                <dt>{t('phaseOut.noticeEnds')}</dt>
                <dd>{format.date(notice.endsOn)}</dd>
              </div>
              <div>
                <dt>{t('phaseOut.blockedFrom')}</dt>
                <dd>{format.date(notice.blockedFrom)}</dd>
              </div>
            </>
          )}
        </dl>
      </div>
      <DataTable
        caption={t('phaseOut.steps')}
        rows={steps}
        keyOf={({ number }) => String(number)}
        columns={[
          { key: 'number', header: t('phaseOut.step'), cell: ({ number }) => number },
          { key: 'when', header: t('phaseOut.when'), cell: ({ when }) => when },
          { key: 'moved', header: t('phaseOut.moved'), cell: ({ moved }) => format.percent(moved), end: true },
          { key: 'state', header: t('phaseOut.state'), cell: ({ state }) => <State tone={state === 'done' ? 'good' : state === 'next' ? 'warn' : undefined} label={t(`phaseOut.step.${state}`)} /> },
        ]}
      />
      {one.stage === 'draining' && (
        <div className="panel-body">
          <p>{t('phaseOut.draining', { orders: format.count(impact.openOrders), count: impact.openLines, lines: format.count(impact.openLines) })}</p>
          {awaitedSince !== null && <p className="small soft">{t('phaseOut.awaitedSince', { at: format.moment(awaitedSince) })}</p>}
        </div>
      )}
    </Panel>
  );
}
