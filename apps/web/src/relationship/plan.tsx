import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { answer, api, newRequestKey } from '../api/client.js';
import { usePeople, useWho } from '../evaluations/who.js';
import { useFormat } from '../i18n/format.js';
import { useMay } from '../session/me.js';
import type { Supplier } from '../suppliers/queries.js';
import { Waiting } from '../ui/data-table.js';
import { FormDialog } from '../ui/form-dialog.js';
import { Notice, ProblemNotice } from '../ui/notice.js';
import { Empty, Panel } from '../ui/page.js';
import { guestsField, guestsOf } from './guests.js';
import { usePlan, useRelationshipChanged, type Plan } from './queries.js';

/** How often one meets, who cares for it, when all of it is looked at anew. */
export function PlanPanel({ supplier, onDone }: { supplier: Supplier; onDone: (said: string) => void }) {
  const { t } = useTranslation();
  const plan = usePlan(supplier.id);
  const mayWrite = useMay('relationship:write');
  const [dialog, setDialog] = useState<'change' | 'review' | null>(null);
  const finish = (said: string) => {
    setDialog(null);
    onDone(said);
  };
  const there = plan.data?.data;
  return (
    <Panel
      title={t('plan.title')}
      note={
        there && (
          <>
            {t('plan.note', { segment: t(`segment.${there.segment}`) })} · <Link to="/relationship-templates">{t('plan.template')}</Link>
          </>
        )
      }
      actions={
        there &&
        mayWrite && (
          <div className="form-actions">
            <Button size="compact-sm" onClick={() => setDialog('review')}>
              {t('plan.review')}
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => setDialog('change')}>
              {t('plan.change')}
            </Button>
          </div>
        )
      }
    >
      {plan.isPending && <Waiting lines={3} />}
      {plan.isError && <ProblemNotice error={plan.error} onRetry={() => void plan.refetch()} />}
      {plan.data === null && <Begin supplier={supplier} onDone={finish} />}
      {there && <PlanFacts plan={there} />}
      {there && dialog === 'change' && <ChangePlan plan={there} etag={plan.data?.etag ?? null} onClose={() => setDialog(null)} onDone={finish} />}
      {there && dialog === 'review' && <Review plan={there} onClose={() => setDialog(null)} onDone={finish} />}
    </Panel>
  );
}

function Begin({ supplier, onDone }: { supplier: Supplier; onDone: (said: string) => void }) {
  const { t } = useTranslation();
  const mayWrite = useMay('relationship:write');
  const changed = useRelationshipChanged(supplier.id);
  const [key] = useState(newRequestKey);
  const begin = useMutation({
    mutationFn: () => answer(api.POST('/api/v1/suppliers/{id}/relationship/plan', { params: { path: { id: supplier.id }, header: { 'Idempotency-Key': key } } })),
    onSuccess: async () => {
      await changed();
      onDone(t('plan.begun'));
    },
  });
  return (
    <Empty
      small
      title={t('plan.none')}
      why={t('plan.noneWhy', { segment: t(`segment.${supplier.segment}`) })}
      action={
        <>
          {begin.isError && <ProblemNotice error={begin.error} />}
          {mayWrite && (
            <Button size="sm" loading={begin.isPending} onClick={() => begin.mutate()}>
              {t('plan.begin')}
            </Button>
          )}
        </>
      }
    />
  );
}

function PlanFacts({ plan }: { plan: Plan }) {
  const { t } = useTranslation();
  const format = useFormat();
  const who = useWho();
  const late = plan.nextReviewOn < new Date().toISOString().slice(0, 10);
  return (
    <>
      {late && (
        <Notice tone="warn" icon="alert">
          <p>{t('plan.reviewLate', { day: format.date(plan.nextReviewOn) })}</p>
        </Notice>
      )}
      <dl className="facts">
        <div>
          <dt>{t('plan.rhythm')}</dt>
          <dd>{plan.meetingEveryWeeks === null ? t('plan.noRhythm') : t('plan.everyWeeks', { count: plan.meetingEveryWeeks })}</dd>
        </div>
        {plan.meetingEveryWeeks !== null && (
          <div>
            <dt>{t('plan.meeting')}</dt>
            <dd>{t('plan.meetingAt', { time: plan.meetingAt, count: plan.meetingMinutes })}</dd>
          </div>
        )}
        <div>
          <dt>{t('plan.nextReview')}</dt>
          <dd>{format.date(plan.nextReviewOn)}</dd>
        </div>
        <div>
          <dt>{t('plan.reviewEvery')}</dt>
          <dd>{t('plan.everyMonths', { count: plan.reviewEveryMonths })}</dd>
        </div>
        <div>
          <dt>{t('plan.owner')}</dt>
          <dd>{who(plan.ownerId)}</dd>
        </div>
        <div>
          <dt>{t('plan.since')}</dt>
          <dd>{format.date(plan.startedOn)}</dd>
        </div>
        {plan.guests.length > 0 && (
          <div>
            <dt>{t('plan.guests')}</dt>
            <dd>{plan.guests.map(({ name }) => name).join(', ')}</dd>
          </div>
        )}
      </dl>
    </>
  );
}

interface Doing {
  readonly plan: Plan;
  readonly onClose: () => void;
  readonly onDone: (said: string) => void;
}

function ChangePlan({ plan, etag, onClose, onDone }: Doing & { etag: string | null }) {
  const { t } = useTranslation();
  const people = usePeople().data?.filter(({ active }) => active) ?? [];
  const changed = useRelationshipChanged(plan.supplierId);
  const number = (name: string, label: string, initial: number | null, hint?: string) => ({ name, label, kind: 'number' as const, initial: String(initial ?? ''), ...(hint ? { hint, optional: true } : {}) });
  return (
    <FormDialog
      title={t('plan.change')}
      size="lg"
      fields={[
        ...(people.length > 0 ? [{ name: 'ownerId', label: t('plan.owner'), kind: 'select' as const, initial: plan.ownerId, options: people.map(({ id, name }) => ({ value: id, label: name })) }] : []),
        number('meetingEveryWeeks', t('plan.weeksBetween'), plan.meetingEveryWeeks, t('plan.weeksHint')),
        number('meetingMinutes', t('meeting.minutes'), plan.meetingMinutes),
        { name: 'meetingAt', label: t('plan.timeOfDay'), kind: 'time', hint: t('plan.timeOfDayHint'), initial: plan.meetingAt },
        number('reviewEveryMonths', t('plan.monthsBetween'), plan.reviewEveryMonths),
        guestsField({ name: 'guests', label: t('plan.guests'), hint: t('guests.hint'), add: t('guests.add'), initial: plan.guests }, t),
      ]}
      action={t('entry.save')}
      send={async ({ ownerId, meetingEveryWeeks = '', meetingMinutes, meetingAt = '', reviewEveryMonths, guests }) => {
        const body = {
          ownerId: ownerId ?? plan.ownerId,
          meetingEveryWeeks: meetingEveryWeeks === '' ? null : Number(meetingEveryWeeks),
          meetingMinutes: Number(meetingMinutes),
          meetingAt,
          reviewEveryMonths: Number(reviewEveryMonths),
          guests: guestsOf(guests),
        };
        await answer(api.PUT('/api/v1/suppliers/{id}/relationship/plan', { params: { path: { id: plan.supplierId } }, body, headers: etag ? { 'If-Match': etag } : {} }));
        await changed();
      }}
      onClose={onClose}
      onDone={() => onDone(t('plan.changed'))}
    />
  );
}

function Review({ plan, onClose, onDone }: Doing) {
  const { t } = useTranslation();
  const format = useFormat();
  const changed = useRelationshipChanged(plan.supplierId);
  return (
    <FormDialog
      title={t('plan.review')}
      lead={<p>{t('plan.reviewLead', { count: plan.reviewEveryMonths })}</p>}
      fields={[{ name: 'decision', label: t('plan.decision'), kind: 'text', hint: t('plan.decisionHint') }]}
      action={t('plan.reviewed')}
      send={async ({ decision = '' }, key) => {
        const done = await answer(api.POST('/api/v1/suppliers/{id}/relationship/reviews', { params: { path: { id: plan.supplierId }, header: { 'Idempotency-Key': key } }, body: { decision } }));
        await changed();
        return done;
      }}
      onClose={onClose}
      onDone={({ nextReviewOn }) => onDone(t('plan.reviewDone', { day: format.date(nextReviewOn) }))}
    />
  );
}
