import { Button, Checkbox, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client.js';
import { asProblem } from '../api/problem.js';
import type { components } from '../api/schema.js';
import { usePeople } from '../evaluations/who.js';
import { Waiting } from '../ui/data-table.js';
import { Dialog } from '../ui/dialog.js';
import { Notice, ProblemNotice } from '../ui/notice.js';

type Rater = components['schemas']['Rater'];
type Named = components['schemas']['Raters'];

/** From so many people on a field to search them helps. */
const MANY = 8;

/** Chooses who rates a supplier: whoever is ticked, and nobody else. */
export function NameRaters(props: { supplierId: string; supplierName: string; raters: readonly Rater[]; onClose: () => void; onDone: (named: Named) => void }) {
  const { t } = useTranslation();
  const { supplierId, raters } = props;
  const people = usePeople();
  const [chosen, setChosen] = useState<string[]>(() => raters.filter(({ active }) => active).map(({ personId }) => personId));
  const [search, setSearch] = useState('');
  const naming = useMutation({
    mutationFn: () => answer(api.PUT('/api/v1/suppliers/{id}/raters', { params: { path: { id: supplierId } }, body: { personIds: chosen } })),
    onSuccess: props.onDone,
  });
  const problem = naming.isError ? asProblem(naming.error) : null;
  const fault = problem?.fields.find(({ path }) => path.startsWith('personIds'))?.message;
  const active = people.data?.filter((person) => person.active) ?? [];
  const wanted = search.trim().toLowerCase();
  const shown = active.filter(({ id, name, email }) => chosen.includes(id) || `${name} ${email}`.toLowerCase().includes(wanted));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    naming.mutate();
  };
  return (
    <Dialog title={t('raters.of', { supplier: props.supplierName })} onClose={props.onClose}>
      <form className="form" onSubmit={submit} noValidate>
        <p className="soft">{t('raters.lead')}</p>
        {problem && <ProblemNotice error={problem} />}
        {people.isError && <ProblemNotice error={people.error} onRetry={() => void people.refetch()} />}
        {people.isLoading && <Waiting lines={4} />}
        {people.fetchStatus === 'idle' && !people.data && !people.isError && (
          <Notice>
            <p>{t('raters.unknownPeople')}</p>
          </Notice>
        )}
        {active.length > MANY && <TextInput type="search" label={t('raters.search')} value={search} data-autofocus onChange={(event) => setSearch(event.currentTarget.value)} />}
        {people.data && (
          <Checkbox.Group label={t('raters.people')} value={chosen} onChange={setChosen} error={fault}>
            <Stack gap="xs" mt="xs">
              {shown.map(({ id, name, email }) => (
                <Checkbox key={id} value={id} label={name} description={email} />
              ))}
            </Stack>
          </Checkbox.Group>
        )}
        <div className="form-actions">
          <Button type="submit" loading={naming.isPending} disabled={!people.data}>
            {t('raters.go', { count: chosen.length })}
          </Button>
          <Button variant="subtle" color="gray" onClick={props.onClose}>
            {t('action.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
