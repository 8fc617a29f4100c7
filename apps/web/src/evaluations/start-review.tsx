import { Button, NativeSelect, Radio, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { answer, api, newRequestKey } from '../api/client.js';
import { asProblem } from '../api/problem.js';
import { useFormat } from '../i18n/format.js';
import { isDate, periodOf, presets, yearEnding, type Period, type Preset } from '../suppliers/period.js';
import { segments, type Supplier } from '../suppliers/queries.js';
import { Dialog } from '../ui/dialog.js';
import { Notice, ProblemNotice } from '../ui/notice.js';
import { findLines, newestMonth } from './lines.js';

type Choice = Preset | 'dataYear' | 'custom';
type Segment = (typeof segments)[number];

/** Starts an evaluation: the period, whom it judges, and plainly what it will do. Of one supplier it is advisory. */
export function StartReview({ supplier, onClose }: { supplier?: Supplier; onClose: () => void }) {
  const { t } = useTranslation();
  const today = new Date().toISOString().slice(0, 10);
  const newest = useQuery({ queryKey: ['newest-month', supplier?.id ?? ''], queryFn: () => newestMonth(supplier?.id ?? null, today), staleTime: 60_000 });
  return (
    <Dialog onClose={onClose} title={t('review.start')} size="lg">
      <Form supplier={supplier} today={today} newest={newest.data ?? null} onClose={onClose} />
    </Dialog>
  );
}

function Form({ supplier, today, newest, onClose }: { supplier: Supplier | undefined; today: string; newest: string | null; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [picked, setPicked] = useState<Choice | null>(null);
  const [custom, setCustom] = useState<Period>(periodOf('last12Months', today));
  const [segment, setSegment] = useState<Segment | ''>('');
  const start = useStart(supplier);
  const choice: Choice = picked ?? (newest ? 'dataYear' : 'last12Months');
  const period = choice === 'custom' ? custom : choice === 'dataYear' && newest ? yearEnding(newest) : periodOf(choice === 'dataYear' ? 'last12Months' : (choice as Preset), today);
  const valid = isDate(period.from) && isDate(period.to) && period.from <= period.to;
  const problem = start.isError ? asProblem(start.error) : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (valid) start.mutate({ period, segment });
  };
  return (
    <form className="form" onSubmit={submit} noValidate>
      {problem && (
        <ProblemNotice error={problem}>
          {problem.fields.map((field) => (
            <p key={field.path} className="small">
              {field.message}
            </p>
          ))}
          {problem.runningId && (
            <p>
              <Link to={`/evaluations/${problem.runningId}`}>{t('review.running')}</Link>
            </p>
          )}
        </ProblemNotice>
      )}
      <Radio.Group label={t('review.period')} value={choice} onChange={(value) => setPicked(value as Choice)}>
        <Stack gap="xs" mt="xs">
          {newest && <Radio value="dataYear" label={t('period.dataYear', { month: format.month(newest) })} />}
          {presets.map((preset) => {
            const { from, to } = periodOf(preset, today);
            return <Radio key={preset} value={preset} label={t(`period.${preset}`)} description={format.period(from, to)} />;
          })}
          <Radio value="custom" label={t('period.custom')} />
        </Stack>
      </Radio.Group>
      {choice === 'custom' && (
        <div className="filters" style={{ margin: 0 }}>
          <TextInput type="date" label={t('period.from')} value={custom.from} onChange={(event) => setCustom({ ...custom, from: event.currentTarget.value })} />
          <TextInput type="date" label={t('period.to')} value={custom.to} error={valid ? undefined : t('period.wrong')} onChange={(event) => setCustom({ ...custom, to: event.currentTarget.value })} />
        </div>
      )}
      {!supplier && (
        <NativeSelect
          label={t('review.scope')}
          value={segment}
          onChange={(event) => setSegment(event.currentTarget.value as Segment | '')}
          data={[{ value: '', label: t('review.everybody') }, ...segments.map((value) => ({ value, label: t('review.segment', { segment: t(`segment.${value}`) }) }))]}
        />
      )}
      {valid && <WhatHappens supplier={supplier} period={period} segment={segment} />}
      <div className="form-actions">
        <Button type="submit" loading={start.isPending} disabled={!valid}>
          {t('review.go')}
        </Button>
        <Button variant="subtle" color="gray" onClick={onClose}>
          {t('action.cancel')}
        </Button>
      </div>
    </form>
  );
}

function useStart(supplier: Supplier | undefined) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const attempt = useRef({ body: '', key: '' });
  return useMutation({
    mutationFn: ({ period, segment }: { period: Period; segment: Segment | '' }) => {
      const body = {
        periodStart: period.from,
        periodEnd: period.to,
        ...(supplier ? { supplierIds: [supplier.id] } : segment === '' ? {} : { segment }),
      };
      const text = JSON.stringify(body);
      if (attempt.current.body !== text) attempt.current = { body: text, key: newRequestKey() };
      return answer(api.POST('/api/v1/evaluations', { body, headers: { 'Idempotency-Key': attempt.current.key } }));
    },
    onSuccess: async (evaluation) => {
      await queries.invalidateQueries({ queryKey: ['evaluations'] });
      await navigate(`/evaluations/${evaluation.id}`);
    },
  });
}

/** What the review will rest on and what follows from it. */
function WhatHappens({ supplier, period, segment }: { supplier: Supplier | undefined; period: Period; segment: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const lines = useQuery({
    queryKey: ['lines-in', supplier?.id ?? '', period, segment],
    queryFn: () => findLines(supplier?.id ?? null, period, segment),
    staleTime: 60_000,
  });
  const found = lines.data;
  return (
    <Notice tone={found?.lines === 0 ? 'warn' : undefined} icon={found?.lines === 0 ? 'alert' : 'info'} role="status">
      {found && (
        <p>
          {found.lines === 0
            ? t('review.noLines', { period: format.period(period.from, period.to) })
            : t('review.lines', { count: found.lines, lines: format.count(found.lines), period: format.period(period.from, period.to) })}
          {found.partial && ` ${t('review.partial')}`}
        </p>
      )}
      <p className="soft">{supplier ? t('review.advisory') : t('review.official')}</p>
    </Notice>
  );
}
