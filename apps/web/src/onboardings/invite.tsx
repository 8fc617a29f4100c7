import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { asProblem } from '../api/problem.js';
import { caseAddress } from '../cases/processes.js';
import { languageNames, languages } from '../i18n/language.js';
import { segments } from '../suppliers/queries.js';
import { focusFirstError } from '../ui/focus-first-error.js';
import { ProblemNotice } from '../ui/notice.js';
import { Page, Panel } from '../ui/page.js';
import { zoneChoices } from '../ui/time-zones.js';
import { countriesIn } from './countries.js';
import { bodyOf, emptyDraft, kinds, lackingIn, type Field, type InvitationDraft } from './invitation.js';
import { InviteAgain } from './invite-again.js';
import { KnownSuppliers, useInTheWay } from './known.js';
import { useInvite } from './use-invite.js';

/** Invites one supplier: somebody new, or one that was here before, which the address then names. */
export function Invite() {
  const { t } = useTranslation();
  const [parameters] = useSearchParams();
  const supplierId = parameters.get('supplier');
  return (
    <Page title={t('invite.action')} lead={t('invite.lead')} back={{ to: '/suppliers', label: t('suppliers.title') }} narrow actions={supplierId === null && <Link to="/onboardings/lists">{t('invite.byList')}</Link>}>
      {supplierId === null ? <InviteNewcomer /> : <InviteAgain key={supplierId} supplierId={supplierId} />}
    </Page>
  );
}

function InviteNewcomer() {
  const { t, i18n } = useTranslation();
  const [draft, setDraft] = useState<InvitationDraft>(emptyDraft);
  const [distinct, setDistinct] = useState(false);
  const [checked, setChecked] = useState(false);
  const found = useInTheWay({ name: draft.name.trim(), country: draft.country, taxId: draft.taxId.trim(), email: draft.email.trim() });
  const invite = useInvite();
  const problem = invite.isError ? asProblem(invite.error) : null;
  const lacking = lackingIn(draft);
  const undecided = found.items.length > 0 && !distinct;
  const errorOf = (field: Field) => (checked && lacking.includes(field) ? t(field === 'expectedSpend' ? 'invite.spendWrong' : 'form.required') : problem?.fields.find(({ path }) => path === field)?.message);
  const text = (field: Field) => ({ value: draft[field], error: errorOf(field), onChange: (event: { currentTarget: { value: string } }) => setDraft({ ...draft, [field]: event.currentTarget.value }) });
  const optional = (label: string) => t('form.optional', { label });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    focusFirstError(event);
    if (lacking.length === 0 && !undecided && !found.isBlocked) invite.mutate(bodyOf(draft));
  };
  return (
    <form className="column" onSubmit={submit} noValidate>
      <Panel title={t('invite.who')}>
        <div className="form">
          <TextInput label={t('invite.name')} maxLength={200} {...text('name')} />
          <NativeSelect label={t('invite.country')} data={[{ value: '', label: '' }, ...countriesIn(i18n.language)]} {...text('country')} />
          <TextInput label={optional(t('invite.taxId'))} maxLength={60} {...text('taxId')} />
          <KnownSuppliers found={found} distinct={distinct} error={checked && undecided ? t('invite.distinctNeeded') : undefined} onDistinct={setDistinct} />
        </div>
      </Panel>
      <Panel title={t('invite.mail')} note={t('invite.mailNote')}>
        <div className="form">
          <TextInput label={t('invite.email')} type="email" {...text('email')} />
          <TextInput label={optional(t('invite.contactName'))} maxLength={200} {...text('contactName')} />
          <NativeSelect label={t('invite.language')} data={languages.map((value) => ({ value, label: languageNames[value] }))} {...text('language')} />
          <NativeSelect label={t('supplier.timeZone')} description={t('invite.timeZoneHint')} data={zoneChoices(draft.timeZone)} {...text('timeZone')} />
        </div>
      </Panel>
      <Panel title={t('invite.what')} note={t('invite.whatNote')}>
        <div className="form">
          <NativeSelect label={t('invite.kind')} description={t('invite.kindHint')} data={kinds.map((value) => ({ value, label: t(`supplierKind.${value}`) }))} {...text('kind')} />
          <Textarea label={optional(t('invite.categories'))} description={t('invite.categoriesHint')} autosize minRows={2} maxRows={10} {...text('categories')} />
          <NativeSelect label={optional(t('invite.segment'))} description={t('invite.expectedHint')} data={[{ value: '', label: '' }, ...segments.map((value) => ({ value, label: t(`segment.${value}`) }))]} {...text('expectedSegment')} />
          <TextInput label={optional(t('invite.spend'))} inputMode="decimal" maw={280} {...text('expectedSpend')} />
        </div>
      </Panel>
      {problem && (
        <ProblemNotice error={problem}>
          {problem.runningId && (
            <p>
              <Link to={problem.code === 'twin' ? caseAddress({ id: problem.runningId, process: 'onboarding' }) : `/suppliers/${problem.runningId}`}>{t('invite.inTheWay')}</Link>
            </p>
          )}
        </ProblemNotice>
      )}
      <div className="form-actions">
        <Button type="submit" loading={invite.isPending} disabled={found.isBlocked}>
          {t('invite.send')}
        </Button>
        <Button variant="subtle" color="gray" component={Link} to="/suppliers">
          {t('action.cancel')}
        </Button>
      </div>
    </form>
  );
}
