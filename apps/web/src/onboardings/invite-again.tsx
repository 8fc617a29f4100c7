import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { asProblem } from '../api/problem.js';
import { caseAddress } from '../cases/processes.js';
import { segments, useSupplier, type Supplier } from '../suppliers/queries.js';
import { StatusState } from '../suppliers/status-state.js';
import { Waiting } from '../ui/data-table.js';
import { focusFirstError } from '../ui/focus-first-error.js';
import { Notice, ProblemNotice } from '../ui/notice.js';
import { Panel } from '../ui/page.js';
import { countriesIn } from './countries.js';
import { bodyOf, emptyDraft, spendIn } from './invitation.js';
import { useInvite } from './use-invite.js';

/** A supplier that was here before comes back by a new onboarding; what is known of it stays as it is. */
export function InviteAgain({ supplierId }: { supplierId: string }) {
  const supplier = useSupplier(supplierId);
  if (supplier.isPending) return <Waiting />;
  if (supplier.isError) return <ProblemNotice error={supplier.error} onRetry={() => void supplier.refetch()} />;
  return <Form supplier={supplier.data} />;
}

function Form({ supplier }: { supplier: Supplier }) {
  const { t, i18n } = useTranslation();
  const [country, setCountry] = useState(supplier.country ?? '');
  const [segment, setSegment] = useState('');
  const [spend, setSpend] = useState('');
  const [checked, setChecked] = useState(false);
  const invite = useInvite();
  const problem = invite.isError ? asProblem(invite.error) : null;
  const contact = supplier.contacts[0];
  const isSpendWrong = spend.trim() !== '' && spendIn(spend) === null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    focusFirstError(event);
    if (!contact || country === '' || isSpendWrong) return;
    const { name, language, timeZone, taxId, kind, categories } = supplier;
    const known = { ...emptyDraft(), name, country, language, timeZone, email: contact.email, contactName: contact.name, taxId: taxId ?? '', kind, categories: categories.join('\n') };
    invite.mutate({ ...bodyOf({ ...known, expectedSegment: segment, expectedSpend: spend }), supplierId: supplier.id });
  };
  return (
    <form className="column" onSubmit={submit} noValidate>
      <Panel title={supplier.name} note={t('invite.againLead')}>
        <div className="form">
          <dl className="facts">
            <div>
              <dt>{t('supplier.status')}</dt>
              <dd>
                <StatusState status={supplier.status} />
              </dd>
            </div>
            <div>
              <dt>{t('invite.goesTo')}</dt>
              <dd>{contact ? `${contact.name} (${contact.email})` : t('invite.noContact')}</dd>
            </div>
            <div>
              <dt>{t('invite.categories')}</dt>
              <dd>{supplier.categories.join(', ') || '–'}</dd>
            </div>
          </dl>
          {!contact && (
            <Notice tone="bad" icon="alert">
              <p>{t('invite.noContactWhy')}</p>
            </Notice>
          )}
          {supplier.country === null && (
            <NativeSelect label={t('invite.country')} data={[{ value: '', label: '' }, ...countriesIn(i18n.language)]} value={country} error={checked && country === '' ? t('form.required') : undefined} onChange={(event) => setCountry(event.currentTarget.value)} />
          )}
          <NativeSelect
            label={t('form.optional', { label: t('invite.segment') })}
            description={t('invite.expectedHint')}
            data={[{ value: '', label: '' }, ...segments.map((value) => ({ value, label: t(`segment.${value}`) }))]}
            value={segment}
            onChange={(event) => setSegment(event.currentTarget.value)}
          />
          <TextInput label={t('form.optional', { label: t('invite.spend') })} inputMode="decimal" maw={280} value={spend} error={checked && isSpendWrong ? t('invite.spendWrong') : undefined} onChange={(event) => setSpend(event.currentTarget.value)} />
        </div>
      </Panel>
      {problem && (
        <ProblemNotice error={problem}>
          {problem.code === 'twin' && problem.runningId && (
            <p>
              <Link to={caseAddress({ id: problem.runningId, process: 'onboarding' })}>{t('invite.inTheWay')}</Link>
            </p>
          )}
        </ProblemNotice>
      )}
      <div className="form-actions">
        <Button type="submit" loading={invite.isPending} disabled={!contact}>
          {t('invite.send')}
        </Button>
        <Button variant="subtle" color="gray" component={Link} to={`/suppliers/${supplier.id}`}>
          {t('action.cancel')}
        </Button>
      </div>
    </form>
  );
}
