import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../i18n/format.js';
import { More, Waiting } from '../ui/data-table.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty, Live, Page } from '../ui/page.js';
import { useFilters } from '../ui/use-filters.js';
import { inboundStatuses, useInbound } from './queries.js';
import { useWhy } from './why.js';

/** Mails that came in: those that wait for a person, unless others are asked for. */
export function Inbox() {
  const { t } = useTranslation();
  const format = useFormat();
  const why = useWhy();
  const { filters, narrowed, change } = useFilters({ status: 'held' });
  const mails = useInbound(filters.status);
  const items = mails.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page title={t('inbox.title')} lead={t('inbox.lead')} narrow>
      <div className="filters" role="search" aria-label={t('list.filters')}>
        <NativeSelect
          className="filter-wide"
          label={t('inbox.status')}
          value={filters.status}
          onChange={(event) => change('status', event.currentTarget.value)}
          data={inboundStatuses.map((value) => ({ value, label: t(`inbox.status.${value}`) }))}
        />
      </div>
      <Live>{mails.isSuccess ? t('inbox.count', { count: items.length }) : ''}</Live>
      {mails.isError && <ProblemNotice error={mails.error} onRetry={() => void mails.refetch()} />}
      <div className="panel">
        {mails.isPending && <Waiting />}
        {mails.isSuccess && items.length === 0 && (narrowed ? <Empty title={t('inbox.noneOther')} why={t('inbox.noneOtherWhy')} /> : <Empty title={t('inbox.none')} why={t('inbox.noneWhy')} />)}
        <ul className="plain-list rows">
          {items.map((mail) => (
            <li key={mail.id}>
              <div className="row-split">
                <h2 className="mail-subject">
                  <Link className="title-link" to={`/held-mails/${mail.id}`}>
                    {mail.subject === '' ? t('inbox.noSubject') : mail.subject}
                  </Link>
                </h2>
                <time className="small soft mail-time" dateTime={mail.receivedAt}>
                  {format.moment(mail.receivedAt)}
                </time>
              </div>
              <p className="mono soft">{mail.from}</p>
              <p className="small">{why(mail)}</p>
            </li>
          ))}
        </ul>
        <More shown={items.length} hasMore={mails.hasNextPage} loading={mails.isFetchingNextPage} onMore={() => void mails.fetchNextPage()} />
      </div>
    </Page>
  );
}
