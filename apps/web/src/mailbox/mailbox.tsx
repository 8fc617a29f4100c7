import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../ui/page.js';
import { useFilters } from '../ui/use-filters.js';
import { MailList } from './mail-list.js';
import { useMailbox } from './queries.js';

/** Every mail that Steward sent while no mail server is configured. */
export function Mailbox() {
  const { t } = useTranslation();
  const { filters, narrowed, change } = useFilters({ address: '' });
  const [address, setAddress] = useState(filters.address);
  const search = useDebouncedCallback((text: string) => change('address', text), 300);
  const mails = useMailbox(filters.address);
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
      <MailList
        mails={mails}
        count={(count) => t('mailbox.count', { count })}
        none={narrowed ? { title: t('mailbox.noneMatch'), why: t('mailbox.noneMatchWhy') } : { title: t('mailbox.none'), why: t('mailbox.noneWhy') }}
        to="/mailbox"
        address={({ to }) => to.join(', ')}
      >
        {({ text }) => <p className="small soft mail-start">{text.replace(/\s+/g, ' ').slice(0, 160)}</p>}
      </MailList>
    </Page>
  );
}
