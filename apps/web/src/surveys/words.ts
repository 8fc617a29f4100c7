import { useTranslation } from 'react-i18next';
import type { QuestionResult } from './queries.js';

/** What a question asks, in words: its own title, or Steward's for the built-in ones. */
export function useQuestionTitle(): (question: QuestionResult['question']) => string {
  const { t, i18n } = useTranslation();
  return ({ name, title }) => {
    const key = `question.${name}`;
    return title ?? (i18n.exists(key) ? t(key as 'question.quality') : name);
  };
}
