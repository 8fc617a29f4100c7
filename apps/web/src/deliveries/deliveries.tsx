import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Page } from '../ui/page.js';
import { useFilters } from '../ui/use-filters.js';
import { DeliveryList, useChannelName } from './delivery-list.js';
import { deliveryChannels, deliveryStatuses } from './queries.js';

/** The operator's view: what has not got out yet, and why. */
export function Deliveries() {
  const { t } = useTranslation();
  const nameOf = useChannelName();
  const { filters, change } = useFilters({ status: 'failed', channel: '', recipientId: '' });
  const status = deliveryStatuses.find((each) => each === filters.status) ?? 'failed';
  return (
    <Page title={t('deliveries.title')} lead={t('deliveries.lead')}>
      <div className="filters" role="search" aria-label={t('list.filters')}>
        <NativeSelect
          className="filter-wide"
          label={t('deliveries.status')}
          value={status}
          onChange={(event) => change('status', event.currentTarget.value)}
          data={deliveryStatuses.map((value) => ({ value, label: t(`deliveryStatus.${value}`) }))}
        />
        <NativeSelect
          label={t('deliveries.channel')}
          value={filters.channel}
          onChange={(event) => change('channel', event.currentTarget.value)}
          data={[{ value: '', label: t('list.all') }, ...deliveryChannels.map((value) => ({ value, label: nameOf(value) }))]}
        />
      </div>
      <div className="panel">
        <DeliveryList filter={{ status, channel: filters.channel, recipientId: filters.recipientId }} />
      </div>
    </Page>
  );
}
