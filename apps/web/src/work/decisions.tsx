import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../i18n/format.js';
import { Panel } from '../ui/page.js';
import { Due } from '../ui/signs.js';
import type { MyWork } from './queries.js';

interface Decision {
  readonly key: string;
  readonly to: string;
  readonly title: string;
  readonly about: string;
  readonly dueAt: string | null;
}

/** What waits for a decision in evaluations: calibrations, reviews, appeals and the standards; nothing while there is none. */
export function Decisions({ work: { cycles, appeals, standards } }: { work: MyWork }) {
  const { t } = useTranslation();
  const format = useFormat();
  const decisions: Decision[] = [
    ...(cycles ?? []).map(({ id, stage, periodStart, periodEnd, segment, dueAt }) => ({
      key: id,
      to: `/evaluations/${id}`,
      title: t(`work.cycle.${stage}`),
      about: [format.period(periodStart, periodEnd), segment === null ? null : t(`segment.${segment as 'routine'}`)].filter(Boolean).join(' · '),
      dueAt,
    })),
    ...(appeals ?? []).map(({ id, supplierName, submittedAt, dueAt }) => ({
      key: id,
      to: `/appeals/${id}`,
      title: t('work.appeal', { supplier: supplierName }),
      about: format.moment(submittedAt),
      dueAt,
    })),
    ...(standards ?? []).map(({ id, year, dueAt }) => ({ key: id, to: `/standards/${id}`, title: t('work.standards', { year }), about: t('work.standardsLead'), dueAt })),
  ].sort((a, b) => ((a.dueAt ?? '9') < (b.dueAt ?? '9') ? -1 : 1));
  if (decisions.length === 0) return null;
  return (
    <Panel title={t('work.decisions', { count: decisions.length })} flush>
      <ul className="plain-list rows">
        {decisions.map(({ key, to, title, about, dueAt }) => (
          <li key={key} className="row-split">
            <div>
              <h3>
                <Link className="title-link" to={to}>
                  {title}
                </Link>
              </h3>
              <p className="small soft">{about}</p>
            </div>
            <p className="small">
              <Due at={dueAt} overdue={false} full />
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
