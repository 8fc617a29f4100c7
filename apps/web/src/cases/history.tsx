import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.js';
import { Waiting } from '../ui/data-table.js';
import { ProblemNotice } from '../ui/notice.js';
import { Panel } from '../ui/page.js';
import { useEventWords } from './event-words.js';
import { useEvents, type CaseEvent, type CaseKey } from './queries.js';

/** What happened, newest first, in words. */
export function History({ of }: { of: CaseKey }) {
  const { t } = useTranslation();
  const events = useEvents(of);
  return (
    <Panel title={t('case.history')} flush>
      {events.isPending && <Waiting lines={3} />}
      {events.isError && <ProblemNotice error={events.error} onRetry={() => void events.refetch()} />}
      {events.isSuccess && (
        <ol className="plain-list timeline" reversed>
          {[...events.data.items].reverse().map((event) => (
            <Entry key={event.hash} event={event} />
          ))}
        </ol>
      )}
    </Panel>
  );
}

function Entry({ event }: { event: CaseEvent }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useEventWords();
  const { tone, text } = words(event.type, event.data);
  const who = event.actor.name ?? t(`actor.${event.actor.kind}`);
  return (
    <li className={tone ? `timeline-entry tone-${tone}` : 'timeline-entry'}>
      <p>{text}</p>
      <p className="small soft">
        {who} · <time dateTime={event.at}>{format.moment(event.at)}</time>
      </p>
    </li>
  );
}
