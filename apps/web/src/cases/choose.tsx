import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { usePeople } from '../people/queries.js';
import { useMay } from '../session/me.js';
import { useSupplier } from '../suppliers/queries.js';
import { ProblemNotice } from '../ui/notice.js';
import { useCases, type Case } from './queries.js';

interface Choosing {
  one: Case;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}

/** To whom a case or its present step is given: one of our people, or of the supplier's step another contact. */
export function ChoosePerson({ one, ofStep, ...choosing }: Choosing & { ofStep: boolean }) {
  const { t } = useTranslation();
  return ofStep && one.waitingFor === 'supplier' ? <Contact one={one} {...choosing} /> : <Colleague one={one} label={t('field.to')} {...choosing} />;
}

function Contact({ one, value, error, onChange }: Choosing) {
  const { t } = useTranslation();
  const supplier = useSupplier(one.supplierId);
  const options = supplier.data?.contacts.map(({ id, name, email }) => ({ value: id, label: `${name} (${email})` })) ?? [];
  if (supplier.isError) return <ProblemNotice error={supplier.error} onRetry={() => void supplier.refetch()} />;
  return <NativeSelect label={t('field.toContact')} value={value} error={error} data={[{ value: '', label: '' }, ...options]} onChange={(event) => onChange(event.currentTarget.value)} />;
}

function Colleague({ one, label, value, error, onChange }: Choosing & { label: string }) {
  const mayRead = useMay('people:read');
  const people = usePeople(mayRead);
  const active = people.data?.pages.flatMap((page) => page.items).filter(({ active: may, id }) => may && id !== one.owner?.id) ?? [];
  if (people.isError) return <ProblemNotice error={people.error} onRetry={() => void people.refetch()} />;
  return <NativeSelect label={label} value={value} error={error} data={[{ value: '', label: '' }, ...active.map(({ id, name }) => ({ value: id, label: name }))]} onChange={(event) => onChange(event.currentTarget.value)} />;
}

/** The older open case of the same supplier that is about the same. */
export function ChooseTwin({ one, value, error, onChange }: Choosing) {
  const { t } = useTranslation();
  const cases = useCases({ status: 'open', waitingFor: '', overdue: '', supplierId: one.supplierId }, one.process);
  const older = cases.data?.pages.flatMap((page) => page.items).filter(({ id, openedAt }) => id !== one.id && openedAt <= one.openedAt) ?? [];
  if (cases.isError) return <ProblemNotice error={cases.error} onRetry={() => void cases.refetch()} />;
  if (cases.isSuccess && older.length === 0) return <p className="soft">{t('field.noTwin')}</p>;
  return (
    <NativeSelect
      label={t('field.into')}
      value={value}
      error={error}
      data={[{ value: '', label: '' }, ...older.map(({ id, title }) => ({ value: id, label: title }))]}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
