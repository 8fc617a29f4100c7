import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { MailList } from '../mailbox/mail-list.js';
import { Page } from '../ui/page.js';
import { useFilters } from '../ui/use-filters.js';
import { inboundStatuses, useInbound } from './queries.js';
import { useWhy } from './why.js';

/** Mails that came in: those that wait for a person, unless others are asked for. */
export function Inbox() {
  const { t } = useTranslation();
  const why = useWhy();
  const { filters, narrowed, change } = useFilters({ status: 'held' });
  const mails = useInbound(filters.status);
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
      <MailList
        mails={mails}
        count={(count) => t('inbox.count', { count })}
        none={narrowed ? { title: t('inbox.noneOther'), why: t('inbox.noneOtherWhy') } : { title: t('inbox.none'), why: t('inbox.noneWhy') }}
        to="/held-mails"
        unnamed={t('inbox.noSubject')}
        address={({ from }) => from}
      >
        {(mail) => <p className="small">{why(mail)}</p>}
      </MailList>
    </Page>
  );
}
