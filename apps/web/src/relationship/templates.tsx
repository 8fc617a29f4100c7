import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client.js';
import { useWho } from '../evaluations/who.js';
import { useFormat } from '../i18n/format.js';
import { useMay } from '../session/me.js';
import { useIndicatorTitle } from '../suppliers/indicator-words.js';
import { Waiting } from '../ui/data-table.js';
import { DoneNotice } from '../ui/done-notice.js';
import { ProblemNotice } from '../ui/notice.js';
import { Page, Panel } from '../ui/page.js';
import { TemplateForm } from './template-form.js';
import type { Template } from './queries.js';

const templatesKey = ['relationship-templates'] as const;

/** What a new plan of each segment begins with. */
export function RelationshipTemplates() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const mayChange = useMay('relationship:templates');
  const found = useQuery({ queryKey: templatesKey, queryFn: () => answer(api.GET('/api/v1/relationship-templates')) });
  const [changing, setChanging] = useState<Template | null>(null);
  const [done, setDone] = useState<string | null>(null);
  return (
    <Page title={t('templates.title')} lead={t('templates.lead')}>
      <DoneNotice text={done} />
      {found.isPending && <Waiting />}
      {found.isError && <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />}
      <div className="column">
        {found.data?.items.map((template) => (
          <OfSegment key={template.segment} template={template} onChange={mayChange ? () => setChanging(template) : null} />
        ))}
      </div>
      {changing && (
        <TemplateForm
          template={changing}
          onClose={() => setChanging(null)}
          onDone={(saved) => {
            queries.setQueryData(templatesKey, saved);
            setChanging(null);
            setDone(t('templates.saved'));
          }}
        />
      )}
    </Page>
  );
}

function OfSegment({ template: { segment, content, version, updatedBy, updatedAt }, onChange }: { template: Template; onChange: (() => void) | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const who = useWho();
  const indicatorTitle = useIndicatorTitle();
  const { meetingEveryWeeks, meetingMinutes, inviteDaysAhead, missedAfterDays, reviewEveryMonths, targets, milestones } = content;
  const name = t(`segment.${segment}`);
  return (
    <Panel
      title={name}
      note={version === 0 || updatedBy === null || updatedAt === null ? t('templates.default') : t('templates.changedBy', { name: who(updatedBy), at: format.moment(updatedAt) })}
      actions={
        onChange && (
          <Button size="compact-sm" variant="default" onClick={onChange}>
            {t('templates.change')}
            <span className="quiet">: {name}</span>
          </Button>
        )
      }
    >
      <dl className="facts">
        <div>
          <dt>{t('plan.rhythm')}</dt>
          <dd>{meetingEveryWeeks === null ? t('plan.noRhythm') : t('plan.everyWeeks', { count: meetingEveryWeeks })}</dd>
        </div>
        <div>
          <dt>{t('templates.length')}</dt>
          <dd>{t('meeting.lasts', { count: meetingMinutes })}</dd>
        </div>
        <div>
          <dt>{t('templates.inviteAhead')}</dt>
          <dd>{t('templates.days', { count: inviteDaysAhead })}</dd>
        </div>
        <div>
          <dt>{t('templates.missedAfter')}</dt>
          <dd>{t('templates.days', { count: missedAfterDays })}</dd>
        </div>
        <div>
          <dt>{t('plan.reviewEvery')}</dt>
          <dd>{t('plan.everyMonths', { count: reviewEveryMonths })}</dd>
        </div>
      </dl>
      {targets.length > 0 && (
        <>
          <h3 className="panel-sub">{t('register.target')}</h3>
          <ul className="sentences">
            {targets.map(({ title, indicator, direction, value, unit, dueAfterDays }) => (
              <li key={title}>
                {title}: {indicator !== null && indicatorTitle(indicator) !== title && `${indicatorTitle(indicator)}, `}
                {t(`target.${direction}`, { value: [format.number(value, 4), unit].filter(Boolean).join('\u00a0') })} <span className="soft">{t('templates.within', { count: dueAfterDays })}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {milestones.length > 0 && (
        <>
          <h3 className="panel-sub">{t('register.milestone')}</h3>
          <ul className="sentences">
            {milestones.map(({ title, topic, doneBy, dueAfterDays }) => (
              <li key={title}>
                {title} <span className="soft">{[t(`topic.${topic}`), t(`doneBy.${doneBy}`), t('templates.within', { count: dueAfterDays })].join(' · ')}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}
