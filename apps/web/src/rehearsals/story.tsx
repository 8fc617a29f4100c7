import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.js';
import { More } from '../ui/data-table.js';
import { Empty, Live, Panel } from '../ui/page.js';
import { useFilters } from '../ui/use-filters.js';
import type { Happening, Result } from './queries.js';
import { useHappeningWords } from './story-words.js';

/** The kinds of happenings behind each choice. */
const about = {
  grades: ['rated', 'calibrated', 'overridden', 'released', 'published', 'restated', 'appealed', 'appealEnded'],
  alerts: ['alertRaised', 'alertClosed'],
  cases: ['case'],
  proposals: ['proposed', 'decided'],
  mails: ['mailed'],
} as const satisfies Record<string, readonly string[]>;
const choices = Object.keys(about) as (keyof typeof about)[];
const PAGE = 50;

/** What happened under a policy, day by day; which policy and what about is in the address. */
export function Story({ result: { stories, outcomes } }: { result: Result }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useHappeningWords();
  const { filters, change } = useFilters({ policy: '1', about: '' });
  const [shown, setShown] = useState(PAGE);
  const chosen = choices.find((each) => each === filters.about);
  const story = (stories[filters.policy === '2' ? 1 : 0] ?? [])
    .filter(({ kind }) => !chosen || (about[chosen] as readonly string[]).includes(kind))
    .flatMap((happening) => {
      const said = words(happening);
      return said === null ? [] : [{ happening, said }];
    });
  const set = (name: 'policy' | 'about', value: string) => {
    setShown(PAGE);
    change(name, value);
  };
  return (
    <Panel title={t('rehearsal.story')} note={t('rehearsal.storyNote')} flush>
      <div className="filters panel-filters">
        {outcomes.length > 1 && (
          <NativeSelect
            className="filter-wide"
            label={t('rehearsal.policy')}
            value={filters.policy}
            onChange={(event) => set('policy', event.currentTarget.value)}
            data={outcomes.map(({ policy }, index) => ({ value: String(index + 1), label: policy.version === null ? policy.name : `${t('policy.version', { version: policy.version })} – ${policy.name}` }))}
          />
        )}
        <NativeSelect
          label={t('rehearsal.about')}
          value={filters.about}
          onChange={(event) => set('about', event.currentTarget.value)}
          data={[{ value: '', label: t('list.all') }, ...choices.map((value) => ({ value, label: t(`rehearsal.about.${value}`) }))]}
        />
      </div>
      <Live>{t('rehearsal.happenings', { count: story.length })}</Live>
      {story.length === 0 && <Empty small title={t('rehearsal.noStory')} why={t('rehearsal.noStoryWhy')} />}
      <ol className="plain-list timeline">
        {story.slice(0, shown).map(({ happening, said }, at) => (
          <li key={at} className={said.tone ? `timeline-entry tone-${said.tone}` : 'timeline-entry'}>
            <p>
              {supplierOf(happening) && <strong>{supplierOf(happening)}: </strong>}
              {said.text}
            </p>
            <p className="small soft">
              <time dateTime={happening.on}>{format.date(happening.on)}</time>
            </p>
          </li>
        ))}
      </ol>
      <More shown={Math.min(shown, story.length)} hasMore={story.length > shown} loading={false} onMore={() => setShown(shown + PAGE)} />
    </Panel>
  );
}

function supplierOf(happening: Happening): string | null {
  return typeof happening['supplier'] === 'string' ? happening['supplier'] : null;
}
