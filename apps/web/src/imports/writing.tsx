import { NativeSelect, Switch, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { isLanguage, languageNames, languages } from '../i18n/language.js';
import type { MappingDraft } from './mapping-draft.js';

type Change = (part: Partial<MappingDraft>) => void;

/** What becomes of suppliers that nobody knows yet. */
export function NewSuppliers({ draft, onChange }: { draft: MappingDraft; onChange: Change }) {
  const { t, i18n } = useTranslation();
  const { create } = draft;
  const first = { kind: 'product', language: isLanguage(i18n.language) ? i18n.language : 'en', timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone } as const;
  return (
    <div className="form">
      <Switch
        checked={create !== null}
        onChange={(event) => onChange({ create: event.currentTarget.checked ? first : null })}
        label={t('mapping.create')}
        description={t('mapping.createHint')}
      />
      {create && (
        <div className="form-row">
          <NativeSelect
            label={t('mapping.supplierKind')}
            value={create.kind}
            onChange={(event) => onChange({ create: { ...create, kind: event.currentTarget.value as typeof create.kind } })}
            data={(['product', 'service', 'finance', 'partner'] as const).map((value) => ({ value, label: t(`mapping.supplierKind.${value}`) }))}
          />
          <NativeSelect
            label={t('supplier.language')}
            value={create.language}
            onChange={(event) => onChange({ create: { ...create, language: event.currentTarget.value as typeof create.language } })}
            data={languages.map((value) => ({ value, label: languageNames[value] }))}
          />
          <TextInput label={t('supplier.timeZone')} value={create.timeZone} onChange={(event) => onChange({ create: { ...create, timeZone: event.currentTarget.value } })} />
        </div>
      )}
    </div>
  );
}

/** How the file writes numbers and dates. */
export function HowWritten({ draft, onChange, error }: { draft: MappingDraft; onChange: Change; error: string | undefined }) {
  const { t } = useTranslation();
  const thousands = ['', ' ', ',', '.', "'"] as const;
  return (
    <div className="form-row">
      <NativeSelect
        label={t('mapping.decimal')}
        value={draft.decimal}
        onChange={(event) => onChange({ decimal: event.currentTarget.value as MappingDraft['decimal'] })}
        data={[
          { value: '.', label: '1234.5' },
          { value: ',', label: '1234,5' },
        ]}
      />
      <NativeSelect
        label={t('mapping.thousands')}
        value={draft.thousands}
        onChange={(event) => onChange({ thousands: event.currentTarget.value as MappingDraft['thousands'] })}
        data={thousands.map((value) => ({ value, label: `12${value}345` }))}
      />
      <TextInput
        label={t('mapping.dateForms')}
        description={t('mapping.dateFormsHint', { example: 'dd.MM.yyyy' })}
        value={draft.dateForms}
        error={error}
        onChange={(event) => onChange({ dateForms: event.currentTarget.value })}
      />
    </div>
  );
}
