import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client.js';
import type { components } from '../api/schema.js';
import { useIndicatorCatalogue, useIndicatorTitle } from '../suppliers/indicator-words.js';
import { FormDialog } from '../ui/form-dialog.js';
import { rowsField, rowsIn, type Row, type RowColumn } from '../ui/rows-field.js';
import { typedNumber } from '../ui/typed-number.js';
import { doers, topics, type Target, type Template } from './queries.js';

type Content = Template['content'];
type Saved = components['schemas']['RelationshipTemplates'];

/** As many as the server takes of each. */
const MOST = 20;

/** Changes the template of a segment whole; plans that were begun with it stay as they are. */
export function TemplateForm({ template: { segment, content }, onClose, onDone }: { template: Template; onClose: () => void; onDone: (saved: Saved) => void }) {
  const { t } = useTranslation();
  const indicators = useIndicatorCatalogue().data?.items ?? [];
  const titleOf = useIndicatorTitle();
  const number = (name: keyof Content, label: string, initial: number | null, hint?: string) => ({ name, label, kind: 'number' as const, initial: String(initial ?? ''), ...(hint ? { hint, optional: true } : {}) });
  const due: RowColumn = { name: 'dueAfterDays', label: t('templates.dueAfter'), kind: 'number' };
  return (
    <FormDialog
      title={t('templates.of', { segment: t(`segment.${segment}`) })}
      lead={<p>{t('templates.changeLead')}</p>}
      size="xl"
      fields={[
        number('meetingEveryWeeks', t('plan.weeksBetween'), content.meetingEveryWeeks, t('plan.weeksHint')),
        number('meetingMinutes', t('meeting.minutes'), content.meetingMinutes),
        number('inviteDaysAhead', t('templates.inviteDays'), content.inviteDaysAhead),
        number('missedAfterDays', t('templates.missedDays'), content.missedAfterDays),
        number('reviewEveryMonths', t('plan.monthsBetween'), content.reviewEveryMonths),
        rowsField({
          name: 'targets',
          label: t('register.target'),
          add: t('register.add.target'),
          optional: true,
          most: MOST,
          initial: content.targets.map((each) => ({ ...textsOf(each), indicator: each.indicator ?? '' })),
          columns: [
            { name: 'title', label: t('entry.title.target'), kind: 'line', wide: true },
            { name: 'indicator', label: t('target.indicator'), kind: 'select', optional: true, options: [{ value: '', label: t('target.byHand') }, ...indicators.map(({ indicator }) => ({ value: indicator, label: titleOf(indicator) }))] },
            { name: 'direction', label: t('target.direction'), kind: 'select', initial: 'atLeast', options: (['atLeast', 'atMost'] as const).map((value) => ({ value, label: t(`target.choose.${value}`) })) },
            { name: 'value', label: t('target.value'), kind: 'number' },
            { name: 'unit', label: t('target.unit'), kind: 'line', optional: true },
            due,
          ],
        }),
        rowsField({
          name: 'milestones',
          label: t('register.milestone'),
          add: t('register.add.milestone'),
          optional: true,
          most: MOST,
          initial: content.milestones.map(textsOf),
          columns: [
            { name: 'title', label: t('entry.title.milestone'), kind: 'line', wide: true },
            { name: 'topic', label: t('milestone.topic'), kind: 'select', initial: 'training', options: topics.map((value) => ({ value, label: t(`topic.${value}`) })) },
            { name: 'doneBy', label: t('milestone.doneBy'), kind: 'select', initial: 'supplier', options: doers.map((value) => ({ value, label: t(`doneBy.${value}`) })) },
            due,
          ],
        }),
      ]}
      action={t('entry.save')}
      send={({ meetingEveryWeeks = '', meetingMinutes, inviteDaysAhead, missedAfterDays, reviewEveryMonths, targets, milestones }) => {
        const body: Content = {
          meetingEveryWeeks: meetingEveryWeeks === '' ? null : Number(meetingEveryWeeks),
          meetingMinutes: Number(meetingMinutes),
          inviteDaysAhead: Number(inviteDaysAhead),
          missedAfterDays: Number(missedAfterDays),
          reviewEveryMonths: Number(reviewEveryMonths),
          targets: rowsIn(targets).map(targetOf),
          milestones: rowsIn(milestones).map(milestoneOf),
        };
        return answer(api.PUT('/api/v1/relationship-templates/{segment}', { params: { path: { segment } }, body }));
      }}
      onClose={onClose}
      onDone={onDone}
    />
  );
}

function textsOf(values: object): Row {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}

function targetOf({ title = '', indicator = '', direction, value = '', unit = '', dueAfterDays = '' }: Row): Content['targets'][number] {
  return { title, indicator: indicator === '' ? null : indicator, direction: direction as Target['direction'], value: typedNumber(value), unit, dueAfterDays: typedNumber(dueAfterDays) };
}

function milestoneOf({ title = '', topic, doneBy, dueAfterDays = '' }: Row): Content['milestones'][number] {
  return { title, topic: topic as Content['milestones'][number]['topic'], doneBy: doneBy as Content['milestones'][number]['doneBy'], dueAfterDays: typedNumber(dueAfterDays) };
}
