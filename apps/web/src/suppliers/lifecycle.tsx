import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { answer, api } from '../api/client.js';
import { caseAddress } from '../cases/processes.js';
import { isLanguage, languageNames, languages } from '../i18n/language.js';
import { FormDialog } from '../ui/form-dialog.js';

/** Invites a supplier: the mail leaves at once, and the onboarding waits for the answers. */
export function InviteSupplier({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const opened = useOpened('onboarding');
  return (
    <FormDialog
      title={t('invite.action')}
      lead={<p>{t('invite.lead')}</p>}
      size="lg"
      fields={[
        { name: 'name', label: t('invite.name'), kind: 'line' },
        { name: 'country', label: t('invite.country'), kind: 'line', hint: t('invite.countryHint') },
        { name: 'language', label: t('invite.language'), kind: 'select', initial: 'en', options: languages.map((value) => ({ value, label: languageNames[value] })) },
        { name: 'email', label: t('invite.email'), kind: 'line' },
        { name: 'contactName', label: t('invite.contactName'), kind: 'line', optional: true },
        { name: 'taxId', label: t('invite.taxId'), kind: 'line', optional: true },
        { name: 'categories', label: t('invite.categories'), kind: 'line', hint: t('invite.categoriesHint'), optional: true },
      ]}
      action={t('invite.send')}
      running={(id) => <Link to={caseAddress({ id, process: 'onboarding' })}>{t('openCase.running')}</Link>}
      send={({ name = '', country = '', language = '', email = '', contactName, taxId, categories = '' }, key) =>
        answer(
          api.POST('/api/v1/onboardings', {
            body: {
              name,
              country: country.toUpperCase(),
              language: isLanguage(language) ? language : 'en',
              timeZone: 'UTC',
              email,
              kind: 'product',
              taxId: taxId || null,
              categories: categories.split(/[,，、;]/).map((each) => each.trim()).filter(Boolean),
              ...(contactName ? { contactName } : {}),
            },
            headers: { 'Idempotency-Key': key },
          }),
        )
      }
      onClose={onClose}
      onDone={opened}
    />
  );
}

/** Proposes to leave a supplier; nobody outside is told before it is approved. */
export function OpenPhaseOut({ supplier, onClose }: { supplier: { readonly id: string; readonly name: string }; onClose: () => void }) {
  const { t } = useTranslation();
  const opened = useOpened('phaseOut');
  return (
    <FormDialog
      title={t('openPhaseOut.title', { supplier: supplier.name })}
      lead={<p>{t('openPhaseOut.lead')}</p>}
      fields={[{ name: 'reason', label: t('field.reason'), kind: 'text' }]}
      action={t('openPhaseOut.send')}
      running={(id) => <Link to={caseAddress({ id, process: 'phaseOut' })}>{t('openCase.running')}</Link>}
      send={({ reason = '' }, key) => answer(api.POST('/api/v1/phase-outs', { body: { supplierId: supplier.id, reason }, headers: { 'Idempotency-Key': key } }))}
      onClose={onClose}
      onDone={opened}
    />
  );
}

function useOpened(process: 'onboarding' | 'phaseOut') {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return ({ id }: { readonly id: string }) => {
    void queries.invalidateQueries({ queryKey: ['cases'] });
    void navigate(caseAddress({ id, process }));
  };
}
