import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { asProblem } from '../api/problem.js';
import { useSupplier, type Supplier } from '../suppliers/queries.js';
import { Waiting } from '../ui/data-table.js';
import { DoneNotice } from '../ui/done-notice.js';
import { ProblemNotice } from '../ui/notice.js';
import { Missing, Page } from '../ui/page.js';
import { useFilters } from '../ui/use-filters.js';
import { Forecasts } from './forecasts.js';
import { Meetings } from './meetings.js';
import { PlanPanel } from './plan.js';
import { RegisterPanel } from './register.js';
import { Reviews } from './reviews.js';

/** How we work together with one supplier: the plan, what is aimed at, what may go wrong, when we meet, what we will need. */
export function Relationship() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const found = useSupplier(id);
  if (found.isPending) return <Waiting />;
  if (found.isError) {
    if ([400, 404].includes(asProblem(found.error).status)) return <Missing title={t('supplier.missing')} why={t('supplier.missingWhy')} />;
    return (
      <Page title={t('relationship.short')}>
        <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />
      </Page>
    );
  }
  return <Together supplier={found.data} />;
}

function Together({ supplier }: { supplier: Supplier }) {
  const { t } = useTranslation();
  const { filters, change } = useFilters({ ended: '' });
  const [done, setDone] = useState<string | null>(null);
  const openOnly = filters.ended !== 'true';
  const told = { supplier, onDone: setDone };
  return (
    <Page title={t('relationship.title', { supplier: supplier.name })} lead={t('relationship.lead')} back={{ to: `/suppliers/${supplier.id}`, label: supplier.name }}>
      <DoneNotice text={done} />
      <div className="columns">
        <div className="column">
          <PlanPanel {...told} />
          <Checkbox size="sm" label={t('relationship.ended')} checked={!openOnly} onChange={(event) => change('ended', event.currentTarget.checked ? 'true' : '')} />
          <RegisterPanel {...told} register="target" openOnly={openOnly} />
          <RegisterPanel {...told} register="milestone" openOnly={openOnly} />
          <RegisterPanel {...told} register="risk" openOnly={openOnly} />
          <RegisterPanel {...told} register="issue" openOnly={openOnly} />
        </div>
        <div className="column">
          <Meetings {...told} />
          <Forecasts {...told} />
          <Reviews supplierId={supplier.id} />
        </div>
      </div>
    </Page>
  );
}
