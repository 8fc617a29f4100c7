import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../i18n/format.js';
import { More, Waiting } from '../ui/data-table.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty, Live, Page } from '../ui/page.js';
import { useFilters } from '../ui/use-filters.js';
import { useMailbox } from './queries.js';

/** Every mail that Steward sent while no mail server is configured. */
export function Mailbox() {
  const { t } = useTranslation();
  const format = useFormat();
  const { filters, narrowed, change } = useFilters({ address: '' });
  const [address, setAddress] = useState(filters.address);
  const search = useDebouncedCallback((text: string) => change('address', text), 300);
  const mails = useMailbox(filters.address);
  const items = mails.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page title={t('mailbox.title')} lead={t('mailbox.lead')} narrow>
      <div className="filters" role="search" aria-label={t('list.filters')}>
        <TextInput
          className="filter-wide"
          label={t('mailbox.to')}
          placeholder="quality@supplier.example.com"
          type="email"
          value={address}
          onChange={(event) => {
            setAddress(event.currentTarget.value);
            search(event.currentTarget.value.trim());
          }}
        />
      </div>
      <Live>{mails.isSuccess ? t('mailbox.count', { count: items.length }) : ''}</Live>
      {mails.isError && <ProblemNotice error={mails.error} onRetry={() => void mails.refetch()} />}
      <div className="panel">
        {mails.isPending && <Waiting />}
        {mails.isSuccess && items.length === 0 && (narrowed ? <Empty title={t('mailbox.noneMatch')} why={t('mailbox.noneMatchWhy')} /> : <Empty title={t('mailbox.none')} why={t('mailbox.noneWhy')} />)}
        <ul className="plain-list rows">
          {items.map((mail) => (
            <li key={mail.id}>
              <div className="row-split">
                <h2 className="mail-subject">
                  <Link className="title-link" to={`/mailbox/${mail.id}`}>
                    {mail.subject}
                  </Link>
                </h2>
                <time className="small soft mail-time" dateTime={mail.receivedAt}>
                  {format.moment(mail.receivedAt)}
                </time>
              </div>
              <p className="mono soft">{mail.to.join(', ')}</p>
              <p className="small soft mail-start">{mail.text.replace(/\s+/g, ' ').slice(0, 160)}</p>
            </li>
          ))}
        </ul>
        <More shown={items.length} hasMore={mails.hasNextPage} loading={mails.isFetchingNextPage} onMore={() => void mails.fetchNextPage()} />
      </div>
    </Page>
  );
}
