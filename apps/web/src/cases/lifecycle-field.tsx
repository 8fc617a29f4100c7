import { NativeSelect, Stack, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useQuestions } from '../suppliers/segmentation-queries.js';
import { ChooseSupplier } from '../suppliers/choose-supplier.js';
import { useSupplier } from '../suppliers/queries.js';
import type { CommandField, Draft } from './commands.js';
import type { Case } from './queries.js';

interface Filling {
  one: Case;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}

const handoverItems = ['tooling', 'documents', 'knowledge', 'stock', 'returns'] as const;

/** A field that only the forms of onboarding and phase-out have. */
export function LifecycleField({ draft, field, required, ...filling }: Filling & { draft: Draft; field: CommandField; required: boolean }) {
  const { t } = useTranslation();
  const { one, value, error, onChange } = filling;
  const select = (label: string, options: readonly { value: string; label: string }[]) => (
    <NativeSelect label={label} value={value} error={error} data={[{ value: '', label: '' }, ...options]} onChange={(event) => onChange(event.currentTarget.value)} />
  );
  switch (field.kind) {
    case 'number': {
      const label = t(`field.${field.name}`);
      return <TextInput label={required ? label : t('form.optional', { label })} inputMode="decimal" maw={280} value={value} error={error} aria-required={required} onChange={(event) => onChange(event.currentTarget.value)} />;
    }
    case 'category':
      return select(
        t('field.category'),
        (one.phaseOut?.impact.categories ?? []).map(({ category }) => ({ value: category, label: category })),
      );
    case 'item':
      return select(
        t('field.item'),
        handoverItems.filter((item) => !one.phaseOut?.handover.some((each) => each.item === item && each.result !== null)).map((item) => ({ value: item, label: t(`handover.${item}`) })),
      );
    case 'steps':
      return <Textarea label={t('field.steps')} description={t('field.stepsHint')} autosize minRows={3} maxRows={12} value={value} error={error} onChange={(event) => onChange(event.currentTarget.value)} />;
    case 'supplier':
      return <ChooseSupplier except={one.supplierId} label={t(field.name === 'of' ? 'field.of' : 'field.backup')} value={value} error={error} onChange={onChange} />;
    case 'backup':
      return (
        <NativeSelect label={t('field.backup')} value={value} error={error} onChange={(event) => onChange(event.currentTarget.value)}>
          <option value="" />
          {one.phaseOut?.backups.filter(({ category }) => category === draft['category']).map(({ supplierId }) => <NamedOption key={supplierId} id={supplierId} />)}
        </NativeSelect>
      );
    case 'answers':
      return <Answers {...filling} />;
    default:
      return null;
  }
}

function NamedOption({ id }: { id: string }) {
  return <option value={id}>{useSupplier(id).data?.name ?? id}</option>;
}

/** The questions of segmentation, as the policy in force asks them; what is not answered shares its weight among the rest. */
function Answers({ value, error, onChange }: Filling) {
  const questions = useQuestions(true) ?? [];
  const answers = (value === '' ? {} : JSON.parse(value)) as Readonly<Record<string, string>>;
  const change = (question: string, answer: string) => {
    const rest = Object.entries(answers).filter(([each]) => each !== question);
    onChange(JSON.stringify(Object.fromEntries(answer === '' ? rest : [...rest, [question, answer]])));
  };
  return (
    <Stack gap="sm">
      {questions.map(({ question, ask, scale }, at) => (
        <NativeSelect
          key={question}
          label={ask}
          value={answers[question] ?? ''}
          error={at === 0 ? error : undefined}
          data={[{ value: '', label: '' }, ...scale.map(({ answer, meaning }) => ({ value: answer, label: meaning }))]}
          onChange={(event) => change(question, event.currentTarget.value)}
        />
      ))}
    </Stack>
  );
}
