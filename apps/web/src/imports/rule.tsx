import { useTranslation } from 'react-i18next';
import { rules } from './queries.js';

/** A cleaning rule by its name in the reader's language. */
export function Rule({ name }: { name: string }) {
  const { t } = useTranslation();
  const known = rules.find((each) => each === name);
  return <span title={name}>{known ? t(`rule.${known}`) : name}</span>;
}
