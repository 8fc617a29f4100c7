import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.js';
import { Icon } from './icon.js';

const grades = { A: 'grade.A', B: 'grade.B', C: 'grade.C', N: 'grade.N' } as const;

/** A grade as letter, shape and words; null where a supplier was never judged. */
export function Grade({ grade, large, words }: { grade: string | null; large?: boolean; words?: boolean }) {
  const { t } = useTranslation();
  if (grade === null || !(grade in grades)) return <span className="soft">{t('grade.none')}</span>;
  const label = t(grades[grade as keyof typeof grades]);
  const sign = (
    <span className={`grade grade-${grade.toLowerCase()}${large ? ' grade-large' : ''}`} aria-hidden="true">
      {grade}
    </span>
  );
  return (
    <span className="grade-line" title={label}>
      {sign}
      {words ? <span>{label}</span> : <span className="quiet">{label}</span>}
    </span>
  );
}

/** A state in words, with a dot in its tone. */
export function State({ label, tone }: { label: string; tone?: 'good' | 'fair' | 'warn' | 'bad' | undefined }) {
  return <span className={tone ? `state tone-${tone}` : 'state'}>{label}</span>;
}

/** The present, renewed every half minute, so that "in 2 hours" stays true on an open screen. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** A deadline: how far it is, and the instant with its zone. Overdue is said in words and with a sign. */
export function Due({ at, overdue, full }: { at: string | null; overdue: boolean; full?: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  if (at === null) return <span className="soft">{t('due.none')}</span>;
  const late = overdue || Date.parse(at) < now;
  return (
    <span>
      <span className={late ? 'due-late nowrap' : 'nowrap'}>
        {late && <Icon name="alert" size={14} />}
        {late ? t('due.overdue', { when: format.relative(at, now) }) : t('due.in', { when: format.relative(at, now) })}
      </span>
      {full ? <br /> : ' '}
      <time className="soft small" dateTime={at}>
        {format.instant(at)}
      </time>
    </span>
  );
}
