import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CommandField } from '../cases/commands.js';
import { usePeople } from '../people/queries.js';
import { useRoleNames } from '../people/role-names.js';
import { useMay, useMe } from '../session/me.js';
import { ProblemNotice } from '../ui/notice.js';
import { ContractField } from './contract-field.js';
import type { Filling } from './filling.js';
import { FindingsField } from './findings-field.js';
import { QuestionnaireField } from './questionnaire-field.js';
import { useApprovers } from './queries.js';

/** A field that only the forms of an onboarding have. */
export function OnboardingField({ field, required, ...filling }: Filling & { field: CommandField; required: boolean }) {
  const { t } = useTranslation();
  const { one, value, error, onChange } = filling;
  switch (field.kind) {
    case 'approver':
      return <ChooseApprover {...filling} />;
    case 'questionnaire':
      return <QuestionnaireField {...filling} />;
    case 'findings':
      return <FindingsField {...filling} />;
    case 'contract':
      return <ContractField {...filling} />;
    case 'agreement': {
      const version = one.onboarding?.agreementAsked ?? '';
      return <Checkbox label={t('field.agreement', { version })} description={t('field.agreementHint')} checked={value !== ''} error={error} onChange={(event) => onChange(event.currentTarget.checked ? version : '')} />;
    }
    case 'line': {
      const label = t('field.signatory');
      return <TextInput label={required ? label : t('form.optional', { label })} maxLength={200} value={value} error={error} aria-required={required} onChange={(event) => onChange(event.currentTarget.value)} />;
    }
    default:
      return null;
  }
}

const approving: readonly string[] = ['procurement', 'quality', 'manager'];

/** Somebody else who may approve suppliers; those who may give this approval anyhow come first. */
function ChooseApprover({ one, value, error, onChange }: Filling) {
  const { t } = useTranslation();
  const roleNames = useRoleNames();
  const me = useMe().data;
  const people = usePeople(useMay('people:read'));
  const able = new Set(useApprovers(one.id, one.sequence).data?.items.map(({ id }) => id) ?? []);
  const others = people.data?.pages.flatMap((page) => page.items).filter(({ active, id, roles }) => active && id !== me?.id && roles.some((role) => approving.includes(role))) ?? [];
  const options = [...others.filter(({ id }) => able.has(id)), ...others.filter(({ id }) => !able.has(id))];
  if (people.isError) return <ProblemNotice error={people.error} onRetry={() => void people.refetch()} />;
  return (
    <NativeSelect
      label={t('field.approver')}
      value={value}
      error={error}
      data={[{ value: '', label: '' }, ...options.map(({ id, name, roles }) => ({ value: id, label: `${name} (${roleNames(roles)})` }))]}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
