import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { asProblem } from '../api/problem.js';
import { useFormat } from '../i18n/format.js';
import { usePersonName } from '../policies/people.js';
import { Waiting } from '../ui/data-table.js';
import { Notice, ProblemNotice } from '../ui/notice.js';
import { Missing, Page, Panel } from '../ui/page.js';
import { Decide } from './decide.js';
import { useSubmission, type Submission as Data } from './queries.js';
import { SubmissionState } from './submissions.js';

/** One submission: its text, files and figures, and the decision on it. */
export function Submission() {
  const { t } = useTranslation();
  const format = useFormat();
  const { id = '' } = useParams();
  const found = useSubmission(id);
  if (found.isPending) return <Waiting />;
  if (found.isError) {
    if ([400, 404, 422].includes(asProblem(found.error).status)) return <Missing title={t('submission.missing')} why={t('submission.missingWhy')} />;
    return (
      <Page title={t('submissions.title')}>
        <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />
      </Page>
    );
  }
  const one = found.data;
  return (
    <Page
      title={t('submission.title', { kind: t(`submissionKind.${one.kind}`), supplier: one.supplierName })}
      narrow
      back={{ to: '/submissions', label: t('submissions.title') }}
      lead={
        <>
          <SubmissionState status={one.status} /> · {format.moment(one.submittedAt)} · <Link to={`/suppliers/${one.supplierId}`}>{one.supplierName}</Link>
        </>
      }
    >
      <div className="column">
        <Content one={one} />
        {one.status === 'submitted' ? <Decide one={one} /> : <Decided one={one} />}
      </div>
    </Page>
  );
}

function Content({ one }: { one: Data }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { figures } = one;
  return (
    <Panel title={t('submission.content')}>
      <div className="form">
        {one.text === '' ? <p className="soft">{t('submission.noText')}</p> : <p className="prose">{one.text}</p>}
        {figures !== null && (
          <dl className="facts">
            <div>
              <dt>{t('factField.inspectedOn')}</dt>
              <dd>{format.date(figures.inspectedOn)}</dd>
            </div>
            {(['lot', 'lineExternalId', 'inspectedQuantity', 'rejectedQuantity', 'concessionQuantity', 'defectType'] as const).map((name) => (
              <div key={name}>
                <dt>{t(`factField.${name}`)}</dt>
                <dd>{figures[name] ?? <span className="soft">–</span>}</dd>
              </div>
            ))}
          </dl>
        )}
        {one.files.length > 0 && (
          <div>
            <h3>{t('submission.files')}</h3>
            <ul className="plain-list">
              {one.files.map((file) => (
                <li key={file.id}>
                  <a href={`/api/v1/files/${file.id}`} download={file.name}>
                    {file.name}
                  </a>{' '}
                  <span className="soft small">{format.bytes(file.size)}</span>
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </Panel>
  );
}

function Decided({ one }: { one: Data }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = usePersonName();
  const name = one.decidedBy === null ? null : nameOf(one.decidedBy);
  return (
    <Notice tone={one.status === 'accepted' ? 'good' : 'warn'} icon={one.status === 'accepted' ? 'check' : 'back'}>
      <p>{one.status === 'accepted' ? t('submission.wasAccepted') : t('submission.wasReturned')}</p>
      {one.reason !== null && <p className="prose">{one.reason}</p>}
      <p className="soft small">
        {name !== null && `${name} · `}
        {one.decidedAt !== null && format.moment(one.decidedAt)}
      </p>
    </Notice>
  );
}
