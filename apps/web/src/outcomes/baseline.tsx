import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client.js';
import { asProblem, ProblemError } from '../api/problem.js';
import { FormDialog, type DialogField, type Filled } from '../ui/form-dialog.js';
import { useOutcomesChanged, type Outcome } from './queries.js';

/** Says what an outcome is compared with from now on: measured from the facts of a period, or stated. */
export function Baseline({ outcome, onClose, onDone }: { outcome: Outcome; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation();
  const changed = useOutcomesChanged();
  const { outcome: name, baseline, unit } = outcome;
  // The cost is counted in the prices of the baseline: it is 100 there, whatever one states.
  const mayState = name !== 'purchaseCost';
  const how: DialogField = {
    name: 'how',
    label: t('baseline.how'),
    kind: 'radio',
    initial: 'measured',
    options: (['measured', 'stated'] as const).map((value) => ({ value, label: t(`baseline.how.${value}`), description: t(`baseline.howHint.${value}`) })),
  };
  const value: DialogField = { name: 'value', label: t(`baseline.value.${unit}`), kind: 'number', when: ({ how: chosen }) => chosen === 'stated' };
  const send = async ({ from = '', to = '', value: stated = '' }: Filled) => {
    const body = { from, to, ...(stated === '' ? {} : { value: figureOf(stated, unit, t('baseline.notANumber')) }) };
    try {
      await answer(api.PUT('/api/v1/outcomes/{outcome}/baseline', { params: { path: { outcome: name } }, body }));
    } catch (error) {
      throw tooLittle(error, stated === '', t('baseline.tooLittle'));
    }
    await changed();
  };
  return (
    <FormDialog
      title={t('baseline.title', { outcome: t(`outcome.${name}`) })}
      lead={<p>{t(mayState ? 'baseline.lead' : 'baseline.leadCost')}</p>}
      fields={[
        ...(mayState ? [how] : []),
        { name: 'from', label: t('period.from'), kind: 'date', initial: baseline.from },
        { name: 'to', label: t('period.to'), kind: 'date', initial: baseline.to },
        ...(mayState ? [value] : []),
      ]}
      action={t('baseline.set')}
      send={send}
      onClose={onClose}
      onDone={onDone}
    />
  );
}

/** What was typed, as the server counts it: a speed is the other way round than the hours that people state. */
function figureOf(text: string, unit: Outcome['unit'], refusal: string): number {
  const typed = Number(text.replace(/\s/g, '').replace(',', '.'));
  const wrong = !Number.isFinite(typed) || typed < 0 || (unit === 'perHour' && typed === 0);
  if (wrong) throw new ProblemError({ status: 422, code: 'invalid', detail: refusal, fields: [{ path: 'value', message: refusal }] });
  return unit === 'perHour' ? 1 / typed : typed;
}

/** The usual refusal in the reader's words: facts of a well-formed period that do not suffice. */
function tooLittle(error: unknown, measured: boolean, words: string): unknown {
  const problem = asProblem(error);
  const { status, code, detail, fields } = problem;
  if (!measured || code !== 'invalid' || !fields.some(({ path, message }) => path === 'from' && message.startsWith('there is not enough'))) return problem;
  return new ProblemError({ status, code, detail, fields: [{ path: 'from', message: words }] });
}
