import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client.js';
import type { Supplier } from '../suppliers/queries.js';
import { chosenIn, FormDialog } from '../ui/form-dialog.js';
import { instantAt, localDay, localTime } from '../ui/local-time.js';
import { guestsField, guestsOf } from './guests.js';
import { usePlan, useRelationshipChanged, type Meeting } from './queries.js';

const A_WEEK = 7 * 86_400_000;

/** Plans a meeting, or changes a planned one whole; the invited are told by mail with an entry for their calendar. */
export function MeetingForm({ supplier, of, onClose, onDone }: { supplier: Supplier; of: Meeting | null; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation();
  const changed = useRelationshipChanged(supplier.id);
  const plan = usePlan(supplier.id).data?.data;
  const startsAt = new Date(of?.startsAt ?? Date.now() + A_WEEK);
  const contactIds = of ? of.contactIds.filter((id) => supplier.contacts.some((contact) => contact.id === id)) : supplier.contacts.slice(0, 1).map(({ id }) => id);
  return (
    <FormDialog
      title={t(of ? 'meeting.do.change' : 'meetings.plan')}
      lead={<p>{t(of ? 'meeting.changeLead' : 'meeting.planLead')}</p>}
      size="lg"
      fields={[
        { name: 'title', label: t('meeting.title'), kind: 'line', initial: of?.title ?? '' },
        { name: 'startsAt', label: t('meeting.day'), kind: 'date', earliest: localDay(new Date()), initial: localDay(startsAt) },
        { name: 'time', label: t('meeting.time'), kind: 'time', hint: t('meeting.timeHint'), initial: of ? localTime(startsAt) : '10:00' },
        { name: 'minutes', label: t('meeting.minutes'), kind: 'number', initial: String(of?.minutes ?? plan?.meetingMinutes ?? 60) },
        { name: 'place', label: t('meeting.place'), kind: 'line', optional: true, hint: t('meeting.placeHint'), initial: of?.place ?? '' },
        { name: 'agenda', label: t('meeting.agenda'), kind: 'text', optional: true, initial: of?.agenda ?? '' },
        ...(supplier.contacts.length > 0
          ? [{ name: 'contactIds', label: t('meeting.contacts'), kind: 'checks' as const, optional: true, initial: contactIds.join(','), options: supplier.contacts.map(({ id, name, email }) => ({ value: id, label: name, description: email })) }]
          : []),
        guestsField({ name: 'guests', label: t('plan.guests'), hint: t('guests.hint'), add: t('guests.add'), initial: of?.guests ?? plan?.guests ?? [] }, t),
      ]}
      action={t(of ? 'meeting.tell' : 'meeting.invite')}
      send={async ({ title = '', startsAt: day = '', time = '', minutes, place = '', agenda = '', contactIds: chosen, guests }, key) => {
        const body = { title, startsAt: instantAt(day, time), minutes: Number(minutes), place, agenda, contactIds: chosenIn(chosen), guests: guestsOf(guests) };
        const header = { 'Idempotency-Key': key };
        if (of) await answer(api.PUT('/api/v1/suppliers/{id}/relationship/meetings/{meetingId}', { params: { path: { id: supplier.id, meetingId: of.id }, header }, body, headers: { 'If-Match': `"${of.sequence}"` } }));
        else await answer(api.POST('/api/v1/suppliers/{id}/relationship/meetings', { params: { path: { id: supplier.id }, header }, body }));
        await changed();
      }}
      onClose={onClose}
      onDone={onDone}
    />
  );
}
