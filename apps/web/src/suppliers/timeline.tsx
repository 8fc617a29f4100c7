import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../i18n/format.js';
import { More, Waiting } from '../ui/data-table.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty, Panel } from '../ui/page.js';
import { isScore, useTimeline, type TimelineEntry } from './queries.js';
import { isDisruption } from './entry-texts.js';
import { useEntryWords } from './entry-words.js';

/** Everything that happened with the supplier, newest first. */
export function Timeline({ id }: { id: string }) {
  const { t } = useTranslation();
  const timeline = useTimeline(id);
  const items = timeline.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Panel title={t('timeline.title')} flush>
      {timeline.isPending && <Waiting lines={4} />}
      {timeline.isError && <ProblemNotice error={timeline.error} onRetry={() => void timeline.refetch()} />}
      {timeline.isSuccess && items.length === 0 && <Empty small title={t('timeline.none')} why={t('timeline.noneWhy')} />}
      <ol className="plain-list timeline">
        {items.map((entry) => (
          <Entry key={`${entry.kind}:${entry.id}`} entry={entry} supplierId={id} />
        ))}
      </ol>
      <More shown={items.length} hasMore={timeline.hasNextPage} loading={timeline.isFetchingNextPage} onMore={() => void timeline.fetchNextPage()} />
    </Panel>
  );
}

function Entry({ entry, supplierId }: { entry: TimelineEntry; supplierId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { text, tone } = useEntryWords()(entry);
  return (
    <li className={tone ? `timeline-entry tone-${tone}` : 'timeline-entry'}>
      <p>{text}</p>
      <p className="small soft">
        <time dateTime={entry.at}>{format.moment(entry.at)}</time>
        {entry.caseId && (
          <>
            {' · '}
            <Link to={`/cases/${entry.caseId}`}>{t('timeline.case')}</Link>
          </>
        )}
        {entry.caseId && isDisruption(entry) && (
          <>
            {' · '}
            <Link to={`/disruptions/${entry.caseId}`}>{t('timeline.toDisruption')}</Link>
          </>
        )}
        {typeof entry.data['evaluationId'] === 'string' && (
          <>
            {' · '}
            <Link to={`/evaluations/${entry.data['evaluationId']}/scores/${supplierId}`}>{isScore(entry) ? t('score.explain') : t('timeline.toScore')}</Link>
          </>
        )}
        {typeof entry.data['appealId'] === 'string' && (
          <>
            {' · '}
            <Link to={`/appeals/${entry.data['appealId']}`}>{t('timeline.toAppeal')}</Link>
          </>
        )}
        {entry.kind === 'alert' && (
          <>
            {' · '}
            <Link to={`/alerts/${entry.id.split(':')[0]}`}>{t('timeline.alert')}</Link>
          </>
        )}
      </p>
    </li>
  );
}
