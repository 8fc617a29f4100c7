import { useTranslation } from 'react-i18next';
import type { en } from '../i18n/whole.js';

type Known = { [Key in keyof typeof en]: Key extends `mailKind.${infer Template}` ? Template : never }[keyof typeof en];

/** The kind of a mail in words; one without words by its own name. Needs the texts of the area `mails`. */
export function useMailKind(): (template: string) => string {
  const { t, i18n } = useTranslation();
  return (template) => (i18n.exists(`mailKind.${template}`) ? t(`mailKind.${template as Known}`) : template);
}
