import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../i18n/format.js';
import { useIndicatorTitle } from '../suppliers/indicator-words.js';
import { DataTable, type Column } from '../ui/data-table.js';
import { Panel } from '../ui/page.js';
import { Grade } from '../ui/signs.js';
import type { ExplainedScore } from './queries.js';

type Revision = ExplainedScore['revisions'][number];
type Change = Revision['changes'][number];

/** Every revision of a score beside the one before: what late facts changed, and the import that brought them. */
export function Revisions({ score }: { score: ExplainedScore }) {
  const { t } = useTranslation();
  return (
    <Panel title={t('revisions.title')} note={score.revisions.length === 1 ? t('revisions.none') : t('revisions.note')} flush={score.revisions.length > 1}>
      {score.revisions.length === 1 ? (
        <p className="soft">{t('revisions.noneWhy')}</p>
      ) : (
        <ol className="plain-list rows">
          {score.revisions.map((revision) => (
            <li key={revision.revision}>
              <Head revision={revision} />
              {revision.changes.length > 0 && <Changes score={score} revision={revision} />}
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}

function Head({ revision }: { revision: Revision }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { broughtBy } = revision;
  return (
    <>
      <div className="row-line">
        <h3 className="grade-line">
          <Grade grade={revision.grade} /> {t('revisions.number', { number: revision.revision })}
          <span className="number">{revision.score === null ? t('score.noScore') : format.number(revision.score)}</span>
        </h3>
        <span className="small soft">
          {revision.supersededAt === null ? t('revisions.holds') : t('revisions.superseded', { at: format.moment(revision.supersededAt) })}
        </span>
      </div>
      <p className="small soft">
        {t('revisions.cutOff', { at: format.moment(revision.cutOffAt) })}
        {' · '}
        {broughtBy === null ? (
          t('revisions.first')
        ) : broughtBy.importId === null ? (
          t('revisions.lateFacts', { at: format.moment(broughtBy.requestedAt) })
        ) : (
          <>
            {t('revisions.broughtBy')} <Link to={`/imports/${broughtBy.importId}`}>{broughtBy.fileName ?? t('revisions.anImport')}</Link>
          </>
        )}
      </p>
    </>
  );
}

const whats = ['score', 'grade', 'weightWithData', 'gates', 'status', 'numerator', 'denominator', 'sample', 'value', 'points', 'contribution'] as const;

function Changes({ score, revision }: { score: ExplainedScore; revision: Revision }) {
  const { t } = useTranslation();
  const title = useIndicatorTitle();
  const say = useChangeWords();
  const columns: readonly Column<Change>[] = [
    {
      key: 'what',
      header: t('revisions.what'),
      wide: true,
      cell: ({ indicator, what }) => {
        const known = whats.find((each) => each === what);
        const name = known ? t(`change.${known}`) : what;
        return indicator === null ? name : `${title(indicator, score.figures.find((each) => each.indicator === indicator)?.title)}: ${name}`;
      },
    },
    { key: 'before', header: t('revisions.before', { number: revision.revision - 1 }), end: true, cell: ({ what, before }) => say(what, before) },
    { key: 'after', header: t('revisions.after', { number: revision.revision }), end: true, cell: ({ what, after }) => <strong>{say(what, after)}</strong> },
  ];
  return (
    <DataTable
      caption={t('revisions.changes', { number: revision.revision })}
      columns={columns}
      rows={revision.changes}
      keyOf={({ indicator, what }) => `${indicator}:${what}`}
    />
  );
}

function useChangeWords(): (what: string, value: string | null) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return (what, value) => {
    if (value === null || value === '') return '–';
    if (what === 'status') return value in statuses ? t(statuses[value as keyof typeof statuses]) : value;
    if (what === 'gates') return value.split(', ').map((gate) => (gate in gates ? t(gates[gate as keyof typeof gates]) : gate)).join(', ');
    return what === 'grade' ? value : format.number(Number(value), 4);
  };
}

const statuses = { ok: 'change.ok', insufficientData: 'change.insufficientData', refused: 'change.refused' } as const;
const gates = {
  openCriticalNonconformity: 'gate.openCriticalNonconformity',
  expiredMandatoryCertificate: 'gate.expiredMandatoryCertificate',
  sanctionsHit: 'gate.sanctionsHit',
  forgedCertificate: 'gate.forgedCertificate',
} as const;
