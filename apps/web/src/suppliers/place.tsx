import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client.js';
import { FormDialog, type DialogField } from '../ui/form-dialog.js';
import { segments, type Supplier } from './queries.js';
import { useSupplierChanged, type Question, type Segmentation } from './segmentation-queries.js';

interface Closing {
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** The questions of the policy, answered for a category; what is not answered shares its weight among the rest. */
export function Questionnaire({ supplier, placed, questions, onClose, onDone }: { supplier: Supplier; placed: Segmentation | null; questions: readonly Question[] } & Closing) {
  const { t } = useTranslation();
  const changed = useSupplierChanged();
  const fields: DialogField[] = questions.map(({ question, ask, scale }) => ({
    name: `answers.${question}`,
    label: ask,
    kind: 'select',
    optional: true,
    initial: placed?.answers[question] ?? '',
    options: [...(placed?.answers[question] ? [{ value: '', label: t('segmentation.noAnswer') }] : []), ...scale.map(({ answer: value, meaning }) => ({ value, label: meaning }))],
  }));
  const category: DialogField = { name: 'category', label: t('segmentation.category'), kind: 'line', hint: t('segmentation.categoryHint'), initial: supplier.categories[0] ?? '' };
  return (
    <FormDialog
      title={placed ? t('segmentation.of', { category: placed.category }) : t('segmentation.answer')}
      lead={<p>{t('segmentation.answerLead')}</p>}
      fields={placed ? fields : [category, ...fields]}
      action={t('segmentation.place')}
      send={async (filled) => {
        const answers = Object.fromEntries(questions.flatMap(({ question }) => (filled[`answers.${question}`] ? [[question, filled[`answers.${question}`] ?? '']] : [])));
        const path = { id: supplier.id, category: placed?.category ?? filled['category'] ?? '' };
        await answer(api.PUT('/api/v1/suppliers/{id}/segmentations/{category}', { params: { path }, body: { answers } }));
        await changed();
      }}
      onClose={onClose}
      onDone={onDone}
    />
  );
}

/** A person's segment in the place of the computed one, with a reason and until a day. */
export function Override({ supplier, categories, onClose, onDone }: { supplier: Supplier; categories: readonly string[] } & Closing) {
  const { t } = useTranslation();
  const changed = useSupplierChanged();
  const fields: DialogField[] = [
    { name: 'category', label: t('override.of'), kind: 'select', optional: true, options: categories.map((value) => ({ value, label: value })), hint: t('override.ofHint') },
    { name: 'segment', label: t('supplier.segment'), kind: 'radio', initial: supplier.segment, options: segments.map((value) => ({ value, label: t(`segment.${value}`) })) },
    { name: 'expiresOn', label: t('override.until'), kind: 'date', earliest: new Date().toISOString().slice(0, 10) },
    { name: 'reason', label: t('field.reason'), kind: 'text' },
  ];
  return (
    <FormDialog
      title={t('override.make')}
      lead={<p>{t('override.lead')}</p>}
      fields={fields}
      action={t('override.go')}
      send={async ({ category = '', segment, expiresOn = '', reason = '' }, key) => {
        const body = { category: category === '' ? null : category, segment: segment as (typeof segments)[number], expiresOn, reason };
        await answer(api.POST('/api/v1/suppliers/{id}/segment-overrides', { params: { path: { id: supplier.id }, header: { 'Idempotency-Key': key } }, body }));
        await changed();
      }}
      onClose={onClose}
      onDone={onDone}
    />
  );
}
