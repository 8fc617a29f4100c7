import { Button, NativeSelect, NumberInput, Radio, Stack, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api, newRequestKey } from '../api/client.js';
import { asProblem } from '../api/problem.js';
import { gradeLetters, type GradeLetter } from '../evaluations/queries.js';
import { focusFirstError } from '../ui/focus-first-error.js';
import { ProblemNotice } from '../ui/notice.js';
import { Panel } from '../ui/page.js';
import { useAppealsChanged, type AppealToDecide } from './queries.js';

const results = ['grade', 'score', 'recompute'] as const;
type Result = (typeof results)[number];

interface Draft {
  readonly decision: 'upheld' | 'rejected' | '';
  readonly result: Result;
  readonly grade: GradeLetter;
  readonly score: number | '';
  readonly reason: string;
}

/**
 * Decides an appeal: for it with what holds from now on, or against it; both with a reason that the supplier reads. `late`: its time has
 * passed, and it can only be upheld, which corrects the score.
 */
export function Decide({ appeal, late }: { appeal: AppealToDecide; late: boolean }) {
  const { t } = useTranslation();
  const better = gradeLetters[Math.max(0, gradeLetters.indexOf(appeal.grade) - 1)] ?? 'A';
  const [draft, setDraft] = useState<Draft>({ decision: late ? 'upheld' : '', result: 'recompute', grade: better, score: '', reason: '' });
  const [checked, setChecked] = useState(false);
  const key = useRef(newRequestKey());
  const changed = useAppealsChanged();
  const deciding = useMutation({
    mutationFn: () => answer(api.POST('/api/v1/appeals/{id}/decide', { params: { path: { id: appeal.id }, header: { 'Idempotency-Key': key.current } }, body: bodyOf(draft) })),
    onSettled: changed,
  });
  const problem = deciding.isError ? asProblem(deciding.error) : null;
  const missing = missingIn(draft);
  const errorOf = (name: string) => (checked && missing.includes(name) ? t('form.required') : problem?.fields.find(({ path }) => path === name)?.message);
  const change = (some: Partial<Draft>) => {
    setDraft({ ...draft, ...some });
    key.current = newRequestKey();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    focusFirstError(event);
    if (missing.length === 0) deciding.mutate();
  };
  return (
    <Panel title={t(late ? 'appeal.upholdLate' : 'appeal.decide')} note={t(late ? 'appeal.upholdLateNote' : 'appeal.decideNote')}>
      <form className="form form-narrow" onSubmit={submit} noValidate>
        {problem && <ProblemNotice error={problem} />}
        {!late && (
          <Radio.Group label={t('field.decision')} value={draft.decision} error={errorOf('decision')} onChange={(value) => change({ decision: value as Draft['decision'] })}>
            <Stack gap="xs" mt="xs">
              {(['upheld', 'rejected'] as const).map((value) => (
                <Radio key={value} value={value} label={t(`appealAct.${value}`)} description={t(`appealActWhy.${value}`)} />
              ))}
            </Stack>
          </Radio.Group>
        )}
        {draft.decision === 'upheld' && <Consequence draft={draft} errorOf={errorOf} change={change} />}
        <Textarea
          label={t('field.reason')}
          description={t('appeal.reasonHint')}
          autosize
          minRows={3}
          maxRows={12}
          value={draft.reason}
          error={errorOf('reason')}
          onChange={(event) => change({ reason: event.currentTarget.value })}
        />
        <div className="form-actions">
          <Button type="submit" loading={deciding.isPending}>
            {t('appeal.go')}
          </Button>
        </div>
      </form>
    </Panel>
  );
}

/** What holds from now on when an appeal is upheld. */
function Consequence({ draft, errorOf, change }: { draft: Draft; errorOf: (name: string) => string | undefined; change: (some: Partial<Draft>) => void }) {
  const { t } = useTranslation();
  return (
    <>
      <Radio.Group label={t('appeal.result')} value={draft.result} error={errorOf('recompute')} onChange={(value) => change({ result: value as Result })}>
        <Stack gap="xs" mt="xs">
          {results.map((value) => (
            <Radio key={value} value={value} label={t(`appealResult.${value}`)} description={t(`appealResultWhy.${value}`)} />
          ))}
        </Stack>
      </Radio.Group>
      {draft.result === 'grade' && (
        <NativeSelect
          label={t('supplier.grade')}
          value={draft.grade}
          error={errorOf('grade')}
          onChange={(event) => change({ grade: event.currentTarget.value as GradeLetter })}
          data={gradeLetters.map((value) => ({ value, label: t(`grade.${value}`) }))}
        />
      )}
      {draft.result === 'score' && (
        <NumberInput
          label={t('score.score')}
          description={t('appeal.scoreHint')}
          min={0}
          max={100}
          decimalScale={1}
          value={draft.score}
          error={errorOf('score')}
          onChange={(value) => change({ score: typeof value === 'number' ? value : '' })}
        />
      )}
    </>
  );
}

function missingIn({ decision, result, score, reason }: Draft): string[] {
  return [
    ...(decision === '' ? ['decision'] : []),
    ...(decision === 'upheld' && result === 'score' && score === '' ? ['score'] : []),
    ...(reason.trim() === '' ? ['reason'] : []),
  ];
}

function bodyOf({ decision, result, grade, score, reason }: Draft) {
  const common = { reason: reason.trim() };
  if (decision !== 'upheld') return { ...common, decision: 'rejected' as const };
  const to = result === 'grade' ? { grade } : result === 'score' ? { score: Number(score) } : { recompute: true as const };
  return { ...common, decision, ...to };
}
