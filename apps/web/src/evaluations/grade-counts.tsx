import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.js';
import { Grade } from '../ui/signs.js';
import { gradeLetters, type Evaluation } from './queries.js';

/** How many suppliers have which grade; grades that nobody has are left out. */
export function GradeCounts({ grades }: { grades: Evaluation['grades'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const given = gradeLetters.filter((letter) => grades[letter] > 0);
  if (given.length === 0) return <span className="soft">{t('evaluation.noGrades')}</span>;
  return (
    <span className="grade-counts">
      {given.map((letter) => (
        <span key={letter} className="grade-count number">
          <Grade grade={letter} />
          {format.count(grades[letter])}
        </span>
      ))}
    </span>
  );
}
