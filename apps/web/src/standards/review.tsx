import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { answer, api } from '../api/client.js';
import { asProblem } from '../api/problem.js';
import { useWho } from '../evaluations/who.js';
import { useFormat } from '../i18n/format.js';
import { useMay } from '../session/me.js';
import { Waiting } from '../ui/data-table.js';
import { FormDialog } from '../ui/form-dialog.js';
import { Notice, ProblemNotice } from '../ui/notice.js';
import { Missing, Page, Panel } from '../ui/page.js';
import { Due } from '../ui/signs.js';
import { Evidence } from './evidence.js';
import { standardsKey, useStandardsReview, type StandardsReview as Review } from './queries.js';
import { StandardsState } from './standards.js';

/** One yearly review: the evidence of twelve months, and the decision. */
export function StandardsReview() {
  const { t } = useTranslation();
  const format = useFormat();
  const { id = '' } = useParams();
  const found = useStandardsReview(id);
  const mayDecide = useMay('standards:decide');
  const [deciding, setDeciding] = useState(false);
  if (found.isPending) return <Waiting />;
  if (found.isError) {
    const { status } = asProblem(found.error);
    if (status === 404 || status === 400) return <Missing title={t('standards.missing')} why={t('evaluation.missingWhy')} />;
    return (
      <Page title={t('standards.title')}>
        <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />
      </Page>
    );
  }
  const review = found.data;
  const { from, to } = review.evidence;
  return (
    <Page
      title={t('standards.ofYear', { year: review.year })}
      back={{ to: '/standards', label: t('standards.title') }}
      lead={t('standards.question', { period: format.period(from, to) })}
      actions={
        mayDecide &&
        review.status === 'open' && (
          <Button onClick={() => setDeciding(true)}>{t('standards.decide')}</Button>
        )
      }
    >
      <div className="column">
        <Standing review={review} mayDecide={mayDecide} />
        <Evidence evidence={review.evidence} />
      </div>
      {deciding && <Decide review={review} onClose={() => setDeciding(false)} />}
    </Page>
  );
}

function Standing({ review, mayDecide }: { review: Review; mayDecide: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const who = useWho();
  const { status, decision, decidedAt, decidedBy } = review;
  return (
    <Panel title={t('appeal.decision')}>
      <dl className="facts">
        <div>
          <dt>{t('evaluation.status')}</dt>
          <dd>
            <StandardsState status={status} />
          </dd>
        </div>
        <div>
          <dt>{t('case.policy')}</dt>
          <dd>
            <Link to={`/policies/${review.policyVersion}`}>{t('case.policyVersion', { version: review.policyVersion })}</Link>
          </dd>
        </div>
        {status === 'open' && (
          <div>
            <dt>{t('appeal.due')}</dt>
            <dd>
              <Due at={review.dueAt} overdue={false} full />
            </dd>
          </div>
        )}
        {decidedAt && (
          <div>
            <dt>{t('standards.decidedAt')}</dt>
            <dd>
              {format.moment(decidedAt)}
              {decidedBy && ` · ${who(decidedBy)}`}
            </dd>
          </div>
        )}
      </dl>
      {decision && <p className="prose">{decision}</p>}
      {status === 'open' && !mayDecide && (
        <Notice icon="clock">
          <p>{t('standards.waits')}</p>
        </Notice>
      )}
    </Panel>
  );
}

function Decide({ review, onClose }: { review: Review; onClose: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  return (
    <FormDialog
      title={t('standards.decide')}
      lead={<p>{t('standards.decideLead')}</p>}
      fields={[{ name: 'decision', label: t('field.decision'), kind: 'text', hint: t('standards.decisionHint') }]}
      action={t('standards.go')}
      send={async ({ decision = '' }, key) => {
        await answer(api.POST('/api/v1/standards/{id}/decide', { params: { path: { id: review.id }, header: { 'Idempotency-Key': key } }, body: { decision } }));
        await Promise.all([standardsKey, ['my-work']].map((queryKey) => queries.invalidateQueries({ queryKey })));
      }}
      onClose={onClose}
      onDone={onClose}
    />
  );
}
