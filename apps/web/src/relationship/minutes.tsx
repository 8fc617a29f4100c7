import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client.js';
import { usePeople } from '../evaluations/who.js';
import { FormDialog } from '../ui/form-dialog.js';
import { rowsField, rowsIn, type Row } from '../ui/rows-field.js';
import { doers, severities, useRelationshipChanged, type Issue, type Meeting, type Milestone } from './queries.js';

const isMilestone = ({ register }: Row) => register === 'milestone';

/** Writes down what was said; what was agreed becomes milestones and issues. */
export function Minutes({ meeting, onClose, onDone }: { meeting: Meeting; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation();
  const changed = useRelationshipChanged(meeting.supplierId);
  const people = usePeople().data?.filter(({ active }) => active) ?? [];
  return (
    <FormDialog
      title={t('minutes.title', { title: meeting.title })}
      lead={<p>{t('minutes.lead')}</p>}
      size="lg"
      fields={[
        { name: 'summary', label: t('minutes.summary'), kind: 'text' },
        { name: 'nextStep', label: t('minutes.nextStep'), kind: 'line', optional: true },
        { name: 'followUpOn', label: t('minutes.followUpOn'), kind: 'date', optional: true, hint: t('minutes.followUpHint') },
        rowsField({
          name: 'actions',
          label: t('minutes.actions'),
          hint: t('minutes.actionsHint'),
          add: t('minutes.addAction'),
          optional: true,
          most: 20,
          columns: [
            { name: 'register', label: t('minutes.becomes'), kind: 'select', initial: 'milestone', options: [{ value: 'milestone', label: t('minutes.milestone') }, { value: 'issue', label: t('minutes.issue') }] },
            { name: 'title', label: t('minutes.what'), kind: 'line', wide: true },
            { name: 'doneBy', label: t('milestone.doneBy'), kind: 'select', initial: 'supplier', when: isMilestone, options: doers.map((value) => ({ value, label: t(`doneBy.${value}`) })) },
            { name: 'severity', label: t('case.severity'), kind: 'select', initial: 'major', when: (row) => !isMilestone(row), options: severities.map((value) => ({ value, label: t(`severity.${value}`) })) },
            { name: 'dueOn', label: t('entry.dueOn'), kind: 'date', optional: true },
            ...(people.length > 0 ? [{ name: 'ownerId', label: t('entry.owner'), kind: 'select' as const, optional: true, options: [{ value: '', label: t('minutes.organizer') }, ...people.map(({ id, name }) => ({ value: id, label: name }))] }] : []),
          ],
        }),
      ]}
      action={t('minutes.save')}
      send={async ({ summary = '', nextStep = '', followUpOn = '', actions }, key) => {
        const body = { summary, nextStep, followUpOn: followUpOn || null, actions: rowsIn(actions).map(actionOf) };
        await answer(api.POST('/api/v1/suppliers/{id}/relationship/meetings/{meetingId}/held', { params: { path: { id: meeting.supplierId, meetingId: meeting.id }, header: { 'Idempotency-Key': key } }, body }));
        await changed();
      }}
      onClose={onClose}
      onDone={onDone}
    />
  );
}

function actionOf(row: Row) {
  const agreed = { title: row['title'] ?? '', dueOn: row['dueOn'] || null, ownerId: row['ownerId'] || null };
  return isMilestone(row) ? { register: 'milestone' as const, ...agreed, doneBy: row['doneBy'] as Milestone['doneBy'] } : { register: 'issue' as const, ...agreed, severity: row['severity'] as Issue['severity'] };
}
