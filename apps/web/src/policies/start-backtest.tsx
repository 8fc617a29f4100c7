import { ActionIcon, Button, NativeSelect, Radio, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { answer, api, newRequestKey } from '../api/client.js';
import { asProblem } from '../api/problem.js';
import { segments } from '../suppliers/queries.js';
import { Dialog } from '../ui/dialog.js';
import { focusFirstError } from '../ui/focus-first-error.js';
import { Icon } from '../ui/icon.js';
import { Notice, ProblemNotice } from '../ui/notice.js';
import { Against } from './difference.js';

const rhythms = ['month', 'quarter', 'year'] as const;
/** Periods of one backtest, at most. */
const MOST_PERIODS = 24;

interface Dates {
  readonly from: string;
  readonly to: string;
}

interface Wanted {
  readonly mode: 'every' | 'listed';
  readonly span: Dates;
  readonly every: (typeof rhythms)[number];
  readonly listed: readonly Dates[];
  readonly segment: string;
  readonly against: string;
}

/** Asks on which periods, for whom and beside which version the policy is tried. */
export function StartBacktest({ version, onClose }: { version: number; onClose: () => void }) {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState<Wanted>({ mode: 'every', span: lastWholeYear(), every: 'quarter', listed: [lastWholeYear()], segment: '', against: '' });
  const [tried, setTried] = useState(false);
  const start = useStart(version);
  const problem = start.isError ? asProblem(start.error) : null;
  const change = (part: Partial<Wanted>) => setWanted({ ...wanted, ...part });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const dates = wanted.mode === 'every' ? [wanted.span] : wanted.listed;
    if (dates.every(isSpan)) start.mutate(wanted);
    else focusFirstError(event);
  };
  const errorOf = (dates: Dates) => (tried && !isSpan(dates) ? t('period.wrong') : undefined);
  return (
    <Dialog title={t('backtest.startTitle', { version })} onClose={onClose} size="lg">
      <form className="form" onSubmit={submit} noValidate>
        {problem && (
          <ProblemNotice error={problem}>
            {problem.fields.map(({ path, message }) => (
              <p key={path} className="small" lang="en">
                {message}
              </p>
            ))}
          </ProblemNotice>
        )}
        <Radio.Group label={t('backtest.which')} value={wanted.mode} onChange={(mode) => change({ mode: mode as Wanted['mode'] })}>
          <Stack gap="xs" mt="xs">
            <Radio value="every" label={t('backtest.modeEvery')} />
            <Radio value="listed" label={t('backtest.modeListed')} />
          </Stack>
        </Radio.Group>
        {wanted.mode === 'every' ? (
          <div className="form-row">
            <DateRange dates={wanted.span} error={errorOf(wanted.span)} onChange={(span) => change({ span })} />
            <NativeSelect
              label={t('backtest.every')}
              value={wanted.every}
              onChange={(event) => change({ every: event.currentTarget.value as Wanted['every'] })}
              data={rhythms.map((value) => ({ value, label: t(`backtest.every.${value}`) }))}
            />
          </div>
        ) : (
          <Listed listed={wanted.listed} errorOf={errorOf} onChange={(listed) => change({ listed })} />
        )}
        <div className="form-row">
          <NativeSelect
            label={t('supplier.segment')}
            value={wanted.segment}
            onChange={(event) => change({ segment: event.currentTarget.value })}
            data={[{ value: '', label: t('list.all') }, ...segments.map((value) => ({ value, label: t(`segment.${value}`) }))]}
          />
          <Against except={version} value={wanted.against} onChange={(against) => change({ against })} />
        </div>
        <Notice>
          <p className="soft">{t('backtest.noEffect')}</p>
        </Notice>
        <div className="form-actions">
          <Button type="submit" loading={start.isPending}>
            {t('backtest.go')}
          </Button>
          <Button variant="subtle" color="gray" onClick={onClose}>
            {t('action.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function DateRange({ dates, error, onChange }: { dates: Dates; error: string | undefined; onChange: (dates: Dates) => void }) {
  const { t } = useTranslation();
  return (
    <>
      <TextInput type="date" label={t('period.from')} value={dates.from} onChange={(event) => onChange({ ...dates, from: event.currentTarget.value })} />
      <TextInput type="date" label={t('period.to')} value={dates.to} error={error} onChange={(event) => onChange({ ...dates, to: event.currentTarget.value })} />
    </>
  );
}

function Listed(props: { listed: readonly Dates[]; errorOf: (dates: Dates) => string | undefined; onChange: (listed: readonly Dates[]) => void }) {
  const { t } = useTranslation();
  const { listed, errorOf, onChange } = props;
  return (
    <div className="form">
      {listed.map((dates, at) => (
        <div className="form-row" role="group" aria-label={t('backtest.period', { number: at + 1 })} key={at}>
          <DateRange dates={dates} error={errorOf(dates)} onChange={(changed) => onChange(listed.map((each, other) => (other === at ? changed : each)))} />
          {listed.length > 1 && (
            <ActionIcon
              className="form-row-end"
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={t('backtest.removePeriod', { number: at + 1 })}
              onClick={() => onChange(listed.filter((_, other) => other !== at))}
            >
              <Icon name="close" size={14} />
            </ActionIcon>
          )}
        </div>
      ))}
      {listed.length < MOST_PERIODS && (
        <div>
          <Button variant="default" size="xs" leftSection={<Icon name="plus" size={12} />} onClick={() => onChange([...listed, { from: '', to: '' }])}>
            {t('backtest.addPeriod')}
          </Button>
        </div>
      )}
    </div>
  );
}

function isSpan({ from, to }: Dates): boolean {
  return from !== '' && to !== '' && from <= to;
}

function lastWholeYear(): Dates {
  const year = new Date().getUTCFullYear() - 1;
  return { from: `${year}-01-01`, to: `${year}-12-31` };
}

function useStart(version: number) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const attempt = useRef({ body: '', key: '' });
  return useMutation({
    mutationFn: ({ mode, span, every, listed, segment, against }: Wanted) => {
      const body = {
        ...(mode === 'every' ? { ...span, every } : { periods: listed.map(({ from, to }) => ({ periodStart: from, periodEnd: to })) }),
        ...(segment === '' ? {} : { segment: segment as (typeof segments)[number] }),
        ...(against === '' ? {} : { against: Number(against) }),
      };
      const text = JSON.stringify(body);
      if (attempt.current.body !== text) attempt.current = { body: text, key: newRequestKey() };
      return answer(
        api.POST('/api/v1/policies/{version}/backtest', { params: { path: { version } }, body, headers: { 'Idempotency-Key': attempt.current.key } }),
      );
    },
    onSuccess: async ({ id }) => {
      void queries.invalidateQueries({ queryKey: ['policy', version, 'backtests'] });
      await navigate(`/policies/${version}/backtests/${id}`);
    },
  });
}
