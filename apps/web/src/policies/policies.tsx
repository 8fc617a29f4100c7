import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../i18n/format.js';
import { useMay } from '../session/me.js';
import { DataTable, More, Waiting, type Column } from '../ui/data-table.js';
import { Icon } from '../ui/icon.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty, Page, Panel } from '../ui/page.js';
import { usePersonName } from './people.js';
import { PolicyState } from './policy-state.js';
import { usePolicies, type Policy } from './queries.js';

/** All versions of the policy: the one in force, drafts, and what was in force before. */
export function Policies() {
  const { t } = useTranslation();
  const format = useFormat();
  const policies = usePolicies();
  const mayWrite = useMay('policies:write');
  const nameOf = usePersonName();
  const items = policies.data?.pages.flatMap((page) => page.items) ?? [];
  const columns: readonly Column<Policy>[] = [
    {
      key: 'name',
      header: t('policy.name'),
      wide: true,
      cell: ({ version, document }) => (
        <Link className="title-link" to={`/policies/${version}`}>
          {t('policy.versionNamed', { version, name: document.name })}
        </Link>
      ),
    },
    { key: 'status', header: t('policy.status'), cell: ({ status }) => <PolicyState status={status} /> },
    { key: 'who', header: t('policy.writtenBy'), cell: ({ createdBy }) => nameOf(createdBy) ?? <span className="soft">–</span> },
    { key: 'created', header: t('policy.createdAt'), cell: ({ createdAt }) => <span className="soft">{format.moment(createdAt)}</span> },
    { key: 'published', header: t('policy.publishedAt'), cell: ({ publishedAt }) => <span className="soft">{publishedAt === null ? '–' : format.moment(publishedAt)}</span> },
  ];
  return (
    <Page
      title={t('policies.title')}
      lead={t('policies.lead')}
      actions={
        mayWrite && (
          <Button component={Link} to="/policies/new" leftSection={<Icon name="plus" size={14} />}>
            {t('policies.new')}
          </Button>
        )
      }
    >
      <Panel title={t('policies.versions')} flush>
        {policies.isError && <ProblemNotice error={policies.error} onRetry={() => void policies.refetch()} />}
        {policies.isPending && <Waiting />}
        {policies.isSuccess && items.length === 0 && <Empty small title={t('policies.none')} why={t('policies.noneWhy')} />}
        {items.length > 0 && <DataTable caption={t('policies.caption')} columns={columns} rows={items} keyOf={({ version }) => String(version)} />}
        <More shown={items.length} hasMore={policies.hasNextPage} loading={policies.isFetchingNextPage} onMore={() => void policies.fetchNextPage()} />
      </Panel>
    </Page>
  );
}
