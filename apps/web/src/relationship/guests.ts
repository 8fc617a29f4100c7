import type { TFunction } from 'i18next';
import { isLanguage, languageNames, languages } from '../i18n/language.js';
import type { DialogField } from '../ui/form-dialog.js';
import { rowsField, rowsIn } from '../ui/rows-field.js';
import type { Guest } from './queries.js';

/** Who is invited and is neither a contact of the supplier nor one of us. */
export function guestsField({ initial, ...given }: { name: string; label: string; hint: string; add: string; initial: readonly Guest[] }, t: TFunction): DialogField {
  return rowsField({
    ...given,
    optional: true,
    most: 20,
    initial: initial.map(({ name, email, language }) => ({ name, email, language })),
    columns: [
      { name: 'name', label: t('guests.name'), kind: 'line' },
      { name: 'email', label: t('guests.email'), kind: 'line', wide: true },
      { name: 'language', label: t('guests.language'), kind: 'select', initial: 'en', options: languages.map((value) => ({ value, label: languageNames[value] })) },
    ],
  });
}

/** The guests as the API takes them. */
export function guestsOf(filled: string | undefined): Guest[] {
  return rowsIn(filled).map(({ name = '', email = '', language = '' }) => ({ name, email, language: isLanguage(language) ? language : 'en' }));
}
