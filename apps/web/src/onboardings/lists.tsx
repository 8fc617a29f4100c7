import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../i18n/format.js';
import { useMay } from '../session/me.js';
import { DataTable, More, Waiting, type Column } from '../ui/data-table.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty, Page, Panel } from '../ui/page.js';
import { useLists, type InvitationList } from './queries.js';
import { UploadList } from './upload-list.js';

/** Inviting suppliers by a file, and what became of earlier ones. */
export function Lists() {
  const { t } = useTranslation();
  const format = useFormat();
  const lists = useLists();
  const mayInvite = useMay('onboarding:open');
  const items = lists.data?.pages.flatMap((page) => page.items) ?? [];
  const columns: readonly Column<InvitationList>[] = [
    {
      key: 'file',
      header: t('inviteList.file'),
      wide: true,
      cell: (row) => (
        <>
          <Link className="title-link" to={`/onboardings/lists/${row.id}`}>
            {row.fileName}
          </Link>{' '}
          {row.retryOfId !== null && <span className="tag">{t('inviteList.retry')}</span>}
        </>
      ),
    },
    { key: 'invited', header: t('inviteRowStatus.invited'), end: true, cell: (row) => <span className="number">{format.count(row.invited)}</span> },
    { key: 'unchanged', header: t('inviteRowStatus.unchanged'), end: true, cell: (row) => <span className="number soft">{format.count(row.unchanged)}</span> },
    { key: 'refused', header: t('inviteRowStatus.refused'), end: true, cell: (row) => <span className={row.refused > 0 ? 'number due-late' : 'number soft'}>{format.count(row.refused)}</span> },
    { key: 'at', header: t('inviteList.at'), cell: (row) => <span className="soft">{format.moment(row.at)}</span> },
  ];
  return (
    <Page title={t('inviteList.title')} lead={t('inviteList.lead')} back={{ to: '/suppliers', label: t('suppliers.title') }} actions={mayInvite && <Link to="/onboardings/invite">{t('inviteList.one')}</Link>}>
      <div className="column">
        {mayInvite && <UploadList />}
        <Panel title={t('inviteList.earlier')} flush>
          {lists.isError && <ProblemNotice error={lists.error} onRetry={() => void lists.refetch()} />}
          {lists.isPending && <Waiting />}
          {lists.isSuccess && items.length === 0 && <Empty small title={t('inviteList.none')} why={t('inviteList.noneWhy')} />}
          {items.length > 0 && <DataTable caption={t('inviteList.earlier')} columns={columns} rows={items} keyOf={(row) => row.id} />}
          <More shown={items.length} hasMore={lists.hasNextPage} loading={lists.isFetchingNextPage} onMore={() => void lists.fetchNextPage()} />
        </Panel>
      </div>
    </Page>
  );
}
