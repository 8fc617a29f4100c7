import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { commonSteps, openSteps, useCaseWords } from '../cases/words.js';
import { caseAddress } from '../cases/processes.js';
import { SeverityTag } from '../cases/severity.js';
import type { Case } from '../cases/queries.js';
import { useFormat } from '../i18n/format.js';
import { useMe } from '../session/me.js';
import { Waiting } from '../ui/data-table.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty, Live, Page, Panel } from '../ui/page.js';
import { Due } from '../ui/signs.js';
import { Decisions } from './decisions.js';
import { FollowUps } from './follow-ups.js';
import { HeldMails } from './held-mails.js';
import { Proposals } from './proposals.js';
import { RelationshipWork } from './relationship-work.js';
import { useMyWork } from './queries.js';
import { WaitingLists } from './waiting-lists.js';

/** The first screen: what waits for me, overdue first. */
export function MyWork() {
  const { t } = useTranslation();
  const work = useMyWork();
  const me = useMe();
  const cases = work.data?.cases ?? [];
  const late = cases.filter((one) => one.overdue);
  const rest = cases.filter((one) => !one.overdue);
  const heldMails = work.data?.heldMails ?? null;
  return (
    <Page title={t('work.title')} lead={me.data ? t('work.lead', { name: me.data.name }) : ''}>
      {work.isError && <ProblemNotice error={work.error} onRetry={() => void work.refetch()} />}
      <Live>{work.isSuccess ? t('work.count', { count: cases.length }) : ''}</Live>
      <div className="columns">
        <div className="column">
          {work.isPending && (
            <div className="panel">
              <Waiting />
            </div>
          )}
          {work.isSuccess && cases.length === 0 && (
            <div className="panel">
              <Empty title={t('work.none')} why={work.data.stages.length === 0 ? t('work.noneOpen') : t('work.noneWhy')} action={<Link to="/cases">{t('work.noneAction')}</Link>} />
            </div>
          )}
          {late.length > 0 && <Waits title={t('work.overdue', { count: late.length })} cases={late} />}
          {rest.length > 0 && <Waits title={t('work.next', { count: rest.length })} cases={rest} />}
          {work.isSuccess && <Decisions work={work.data} />}
          {work.isSuccess && <FollowUps followUps={work.data.followUps} />}
          {work.isSuccess && <RelationshipWork due={work.data.relationship} />}
          {work.isSuccess && <Proposals proposals={work.data.proposals} />}
        </div>
        <div className="column">
          {work.isSuccess && <WaitingLists work={work.data} />}
          {work.isSuccess && <Pipeline stages={work.data.stages} />}
          {heldMails !== null && <HeldMails count={heldMails} />}
        </div>
      </div>
    </Page>
  );
}

function Waits({ title, cases }: { title: string; cases: readonly Case[] }) {
  const words = useCaseWords();
  return (
    <Panel title={title} flush>
      <ul className="plain-list rows">
        {cases.map((one) => (
          <li key={one.id}>
            <div className="row-split">
              <div>
                <h3>
                  <Link className="title-link" to={caseAddress(one)}>
                    {words.title(one)}
                  </Link>
                </h3>
                <p className="small">{one.supplierName}</p>
                <p className="small soft">
                  {one.severity && (
                    <>
                      <SeverityTag severity={one.severity} />{' '}
                    </>
                  )}
                  {words.awaited(one)}
                </p>
              </div>
              <p className="small">
                <Due at={one.dueAt} overdue={one.overdue} full />
              </p>
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Pipeline({ stages }: { stages: readonly { stage: string; count: number; overdue: number }[] }) {
  const { t } = useTranslation();
  const words = useCaseWords();
  const format = useFormat();
  const most = Math.max(1, ...stages.map(({ count }) => count));
  const total = stages.reduce((sum, { count }) => sum + count, 0);
  return (
    <Panel title={t('work.pipeline')} note={t('work.pipelineNote', { count: total })}>
      <ul className="plain-list bars">
        {[...new Set<string>([...openSteps, ...stages.map(({ stage }) => stage)])].map((step) => {
          const { count, overdue } = stages.find(({ stage }) => stage === step) ?? { count: 0, overdue: 0 };
          if (count === 0 && !commonSteps.includes(step)) return null;
          return (
            <li key={step}>
              <span className="row-line">
                <span>{words.stage(step)}</span>
                <span className="number">
                  {format.count(count)}
                  {overdue > 0 && <span className="due-late small"> · {t('work.overdueOf', { count: overdue })}</span>}
                </span>
              </span>
              <span className="bar" aria-hidden="true">
                <span style={{ width: `${(count / most) * 100}%` }} />
              </span>
            </li>
          );
        })}
      </ul>
      <p className="small" style={{ marginTop: 'var(--gap-3)' }}>
        <Link to="/cases">{t('work.allCases')}</Link>
      </p>
    </Panel>
  );
}
