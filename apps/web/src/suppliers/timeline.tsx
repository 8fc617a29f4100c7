import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useEventWords } from '../cases/event-words.js';
import { useFormat } from '../i18n/format.js';
import { More, Waiting } from '../ui/data-table.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty, Panel } from '../ui/page.js';
import { useTimeline, type TimelineEntry } from './queries.js';

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
          <Entry key={`${entry.kind}:${entry.id}`} entry={entry} />
        ))}
      </ol>
      <More shown={items.length} hasMore={timeline.hasNextPage} loading={timeline.isFetchingNextPage} onMore={() => void timeline.fetchNextPage()} />
    </Panel>
  );
}

function Entry({ entry }: { entry: TimelineEntry }) {
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
        {entry.kind === 'score' && (
          <>
            {' · '}
            <Link to={`/evaluations/${String(entry.data['evaluationId'])}`}>{t('timeline.evaluation')}</Link>
          </>
        )}
      </p>
    </li>
  );
}

function useEntryWords() {
  const { t } = useTranslation();
  const format = useFormat();
  const eventWords = useEventWords();
  return ({ kind, data }: TimelineEntry): { text: string; tone?: string | undefined } => {
    const text = (key: string) => String(data[key] ?? '');
    switch (kind) {
      case 'event':
        return eventWords(text('type'), (data['data'] ?? {}) as Record<string, unknown>);
      case 'score': {
        const period = format.period(text('periodStart').slice(0, 10), text('periodEnd').slice(0, 10));
        const score = data['score'] === null ? t('score.noScore') : format.number(Number(data['score']));
        return { text: t('timeline.score', { grade: text('grade'), score, period }) };
      }
      case 'message':
        return { text: t('timeline.message', { author: text('author'), text: shortened(text('text')) }) };
      case 'import':
        return { text: t('timeline.import', { count: Number(data['orderLines'] ?? 0), file: text('fileName') }) };
    }
  };
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 140 ? `${line.slice(0, 139)}…` : line;
}
