import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { asProblem } from '../api/problem.js';
import { useFormat } from '../i18n/format.js';
import { useMay } from '../session/me.js';
import { More, Waiting } from '../ui/data-table.js';
import { Notice, ProblemNotice } from '../ui/notice.js';
import { Empty, Missing, Page, Panel } from '../ui/page.js';
import { CorrectInvitations } from './correct-invitations.js';
import { DownloadRefused } from './download-refused.js';
import { useList, useListRows, type InvitationList, type InvitationReport, type InvitationRow } from './queries.js';
import { GoodTable, RefusedTable } from './row-table.js';

const statuses = ['refused', 'invited', 'unchanged', 'settled'] as const;

/** What became of a list of invitations; the rows that were refused are corrected here and tried again. */
export function List() {
  const { t } = useTranslation();
  const format = useFormat();
  const { id = '' } = useParams();
  const found = useList(id);
  if (found.isPending) return <Waiting />;
  if (found.isError) {
    const { status } = asProblem(found.error);
    if (status === 404 || status === 400) return <Missing title={t('inviteList.missing')} why={t('inviteList.missingWhy')} />;
    return (
      <Page title={t('inviteList.title')}>
        <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />
      </Page>
    );
  }
  const list = found.data;
  return (
    <Page
      title={list.fileName}
      back={{ to: '/onboardings/lists', label: t('inviteList.title') }}
      lead={
        <>
          {format.moment(list.at)}
          {list.retryOfId !== null && (
            <>
              {' '}
              · <Link to={`/onboardings/lists/${list.retryOfId}`}>{t('inviteList.retryOf')}</Link>
            </>
          )}
        </>
      }
    >
      <div className="column">
        <Panel title={t('inviteList.counts')}>
          <dl className="facts">
            {(['invited', 'unchanged', 'refused'] as const).map((part) => (
              <div key={part}>
                <dt>{t(`inviteRowStatus.${part}`)}</dt>
                <dd>
                  <span className="figure-value">{format.count(list[part])}</span>
                </dd>
              </div>
            ))}
          </dl>
          {list.invited > 0 && (
            <p>
              <Link to="/cases?process=onboarding">{t('inviteList.cases')}</Link>
            </p>
          )}
        </Panel>
        <Rows key={list.id} list={list} />
      </div>
    </Page>
  );
}

function Rows({ list }: { list: InvitationList }) {
  const { t } = useTranslation();
  const mayInvite = useMay('onboarding:open');
  const [status, setStatus] = useState<InvitationRow['status']>(list.refused > 0 ? 'refused' : 'invited');
  const [retried, setRetried] = useState<InvitationReport | null>(null);
  const rows = useListRows(list.id, status);
  const items = rows.data?.pages.flatMap((page) => page.items) ?? [];
  const isRefused = status === 'refused';
  return (
    <Panel
      title={t('inviteRow.title')}
      note={isRefused && mayInvite ? t('inviteRow.noteHere') : undefined}
      flush
      actions={
        <div className="row-actions">
          {isRefused && items.length > 0 && <DownloadRefused rows={items} fileName={list.fileName} />}
          <NativeSelect size="sm" aria-label={t('inviteRow.which')} value={status} onChange={(event) => setStatus(event.currentTarget.value as InvitationRow['status'])} data={statuses.map((value) => ({ value, label: t(`inviteRowStatus.${value}`) }))} />
        </div>
      }
    >
      <div role="status">
        {retried && (
          <div className="panel-body">
            <Notice tone={retried.refused === 0 ? 'good' : 'warn'} icon={retried.refused === 0 ? 'check' : 'alert'}>
              <p>{t('inviteRow.retried', { count: retried.invited + retried.unchanged })}</p>
              {retried.refused > 0 && <p>{t('inviteRow.stillWrong', { count: retried.refused })}</p>}
              <p>
                <Link to={`/onboardings/lists/${retried.id}`}>{t('inviteRow.retriedList')}</Link>
              </p>
            </Notice>
          </div>
        )}
      </div>
      {rows.isError && <ProblemNotice error={rows.error} onRetry={() => void rows.refetch()} />}
      {rows.isPending && <Waiting />}
      {rows.isSuccess && items.length === 0 && <Empty small title={t(`inviteRow.none.${status}`)} why={t('inviteRow.noneWhy')} />}
      {items.length > 0 && (isRefused ? mayInvite ? <CorrectInvitations listId={list.id} rows={items} onRetried={setRetried} /> : <RefusedTable rows={items} /> : <GoodTable rows={items} />)}
      <More shown={items.length} hasMore={rows.hasNextPage} loading={rows.isFetchingNextPage} onMore={() => void rows.fetchNextPage()} />
    </Panel>
  );
}
