import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { answer, api } from '../api/client.js';
import { useFormat } from '../i18n/format.js';
import { useMay } from '../session/me.js';
import type { Supplier } from '../suppliers/queries.js';
import { More, Waiting } from '../ui/data-table.js';
import { FormDialog } from '../ui/form-dialog.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty, Panel } from '../ui/page.js';
import { State, useNow } from '../ui/signs.js';
import { MeetingForm } from './meeting-form.js';
import { Minutes } from './minutes.js';
import { useMeetings, useRelationshipChanged, type Meeting } from './queries.js';

type Doing = { what: 'plan' } | { what: 'change' | 'cancel' | 'held'; meeting: Meeting };

/** Meetings that are ahead and that were, with what the invited have answered. */
export function Meetings({ supplier, onDone }: { supplier: Supplier; onDone: (said: string) => void }) {
  const { t } = useTranslation();
  const mayWrite = useMay('relationship:write');
  const found = useMeetings(supplier.id);
  const [doing, setDoing] = useState<Doing | null>(null);
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  const close = () => setDoing(null);
  const finish = (said: string) => {
    close();
    onDone(said);
  };
  return (
    <Panel
      title={t('meetings.title')}
      flush
      actions={
        mayWrite && (
          <Button size="compact-sm" variant="default" onClick={() => setDoing({ what: 'plan' })}>
            {t('meetings.plan')}
          </Button>
        )
      }
    >
      {found.isPending && <Waiting lines={2} />}
      {found.isError && <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />}
      {found.isSuccess && items.length === 0 && <Empty small title={t('meetings.none')} why={t('meetings.noneWhy')} />}
      <ul className="plain-list rows">
        {items.map((meeting) => (
          <OneMeeting key={meeting.id} supplier={supplier} meeting={meeting} onDo={mayWrite ? (what) => setDoing({ what, meeting }) : null} />
        ))}
      </ul>
      <More shown={items.length} hasMore={found.hasNextPage} loading={found.isFetchingNextPage} onMore={() => void found.fetchNextPage()} />
      {doing?.what === 'plan' && <MeetingForm supplier={supplier} of={null} onClose={close} onDone={() => finish(t('meeting.invited'))} />}
      {doing?.what === 'change' && <MeetingForm supplier={supplier} of={doing.meeting} onClose={close} onDone={() => finish(t('meeting.changed'))} />}
      {doing?.what === 'cancel' && <Cancel meeting={doing.meeting} onClose={close} onDone={() => finish(t('meeting.cancelledDone'))} />}
      {doing?.what === 'held' && <Minutes meeting={doing.meeting} onClose={close} onDone={() => finish(t('meeting.heldDone'))} />}
    </Panel>
  );
}

const tones = { planned: 'fair', held: 'good', missed: 'warn', cancelled: undefined } as const;

function OneMeeting({ supplier, meeting, onDo }: { supplier: Supplier; meeting: Meeting; onDo: ((what: 'change' | 'cancel' | 'held') => void) | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const { title, status, startsAt, minutes, place, agenda, contactIds, guests, byRhythm } = meeting;
  const ahead = Date.parse(startsAt) > now;
  const invited = [...supplier.contacts.filter(({ id }) => contactIds.includes(id)), ...guests].map(({ name }) => name);
  const button = (what: 'change' | 'cancel' | 'held') => (
    <Button size="compact-sm" variant="default" onClick={() => onDo?.(what)}>
      {t(`meeting.do.${what}`)}
      <span className="quiet">: {title}</span>
    </Button>
  );
  return (
    <li>
      <div className="row-line">
        <h3>{title}</h3>
        <State tone={tones[status]} label={t(`meetingStatus.${status}`)} />
      </div>
      <p className="small">
        <time dateTime={startsAt}>{format.instant(startsAt)}</time> · {t('meeting.lasts', { count: minutes })}
      </p>
      {place !== '' && <p className="small">{place}</p>}
      <p className="small soft">
        {invited.length === 0 ? t('meeting.nobodyInvited') : invited.join(', ')}
        {byRhythm && ` · ${t('meeting.byRhythm')}`}
      </p>
      {agenda !== '' && <p className="small prose">{agenda}</p>}
      <Answers meeting={meeting} />
      {status === 'held' && (
        <p className="small">
          <Link to={`/suppliers/${supplier.id}/conversation`}>{t('meeting.minutesLink')}</Link>
          {meeting.actionIds.length > 0 && ` · ${t('meeting.actions', { count: meeting.actionIds.length })}`}
        </p>
      )}
      {onDo && (status === 'planned' || status === 'missed') && (
        <div className="form-actions entry-actions">
          {!ahead && button('held')}
          {status === 'planned' && ahead && button('change')}
          {status === 'planned' && button('cancel')}
        </div>
      )}
    </li>
  );
}

const answerTones = { accepted: 'good', declined: 'bad', tentative: 'fair', proposed: 'warn' } as const;

function Answers({ meeting: { answers } }: { meeting: Meeting }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (answers.length === 0) return null;
  return (
    <ul className="plain-list small" aria-label={t('meeting.answers')}>
      {answers.map(({ address, answer: said, proposedAt, comment }) => (
        <li key={address}>
          <State tone={answerTones[said]} label={t(`meetingAnswer.${said}`)} /> <span className="mono">{address}</span>
          {proposedAt !== null && ` · ${format.instant(proposedAt)}`}
          {comment !== '' && <span className="soft"> · {comment}</span>}
        </li>
      ))}
    </ul>
  );
}

function Cancel({ meeting, onClose, onDone }: { meeting: Meeting; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation();
  const changed = useRelationshipChanged(meeting.supplierId);
  return (
    <FormDialog
      title={t('meeting.cancelTitle', { title: meeting.title })}
      lead={<p>{t('meeting.cancelLead')}</p>}
      fields={[{ name: 'reason', label: t('field.reason'), kind: 'text' }]}
      action={t('meeting.do.cancel')}
      danger
      send={async ({ reason = '' }, key) => {
        await answer(api.POST('/api/v1/suppliers/{id}/relationship/meetings/{meetingId}/cancel', { params: { path: { id: meeting.supplierId, meetingId: meeting.id }, header: { 'Idempotency-Key': key } }, body: { reason } }));
        await changed();
      }}
      onClose={onClose}
      onDone={onDone}
    />
  );
}
