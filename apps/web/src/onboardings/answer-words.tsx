import { useTranslation } from 'react-i18next';
import type { components } from '../api/schema.js';
import { useFormat } from '../i18n/format.js';
import { isLanguage, type Language } from '../i18n/language.js';
import { isCertificate, type Answer, type Question } from './questions.js';

type StoredFile = components['schemas']['File'];

/** The words of a questionnaire in the language of the screen. */
export function useWords(): (words: Readonly<Record<Language, string>>) => string {
  const { i18n } = useTranslation();
  const language = isLanguage(i18n.language) ? i18n.language : 'en';
  return (words) => words[language];
}

/** What was answered, as people read it. */
export function Given({ question, given, files }: { question: Question; given: Answer | undefined; files: readonly StoredFile[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useWords();
  if (given === null || given === undefined) return <span className="soft">{t('onboarding.noAnswer')}</span>;
  if (isCertificate(given)) {
    return (
      <>
        {given.kind} <span className="mono">{given.number}</span>
        {given.issuer !== undefined && <span className="soft"> · {given.issuer}</span>}
        <br />
        <span className="small soft">{given.validTo === null ? t('onboarding.since', { from: format.date(given.validFrom) }) : format.period(given.validFrom, given.validTo)}</span>
        <Files ids={given.files} files={files} />
      </>
    );
  }
  switch (question.kind) {
    case 'choice': {
      const named = Array.isArray(given) ? given : [given];
      return question.choices.filter(({ answer }) => named.includes(answer)).map((choice) => words(choice.words)).join(', ');
    }
    case 'number':
      return typeof given === 'number' ? `${format.number(given, 6)} ${words(question.unit)}` : null;
    case 'date':
      return format.date(String(given));
    case 'file':
      return <Files ids={Array.isArray(given) ? given : []} files={files} />;
    default:
      return <span className="prose">{String(given)}</span>;
  }
}

function Files({ ids, files }: { ids: readonly string[]; files: readonly StoredFile[] }) {
  const format = useFormat();
  const found = files.filter(({ id }) => ids.includes(id));
  if (found.length === 0) return null;
  return (
    <ul className="plain-list">
      {found.map(({ id, name, size }) => (
        <li key={id}>
          <a href={`/api/v1/files/${id}`} download={name}>
            {name}
          </a>{' '}
          <span className="small soft">{format.bytes(size)}</span>
        </li>
      ))}
    </ul>
  );
}
