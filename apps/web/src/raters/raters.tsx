import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client.js';
import { useWho } from '../evaluations/who.js';
import { useFormat } from '../i18n/format.js';
import { useMay } from '../session/me.js';
import { Waiting } from '../ui/data-table.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty, Panel } from '../ui/page.js';
import { NameRaters } from './name-raters.js';

/** Who rates the supplier in cycles that collect ratings, and the way to name others. */
export function Raters({ supplierId, supplierName }: { supplierId: string; supplierName: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const who = useWho();
  const queries = useQueryClient();
  const mayManage = useMay('surveys:manage');
  const [naming, setNaming] = useState(false);
  const key = ['supplier', supplierId, 'raters'];
  const raters = useQuery({ queryKey: key, queryFn: () => answer(api.GET('/api/v1/suppliers/{id}/raters', { params: { path: { id: supplierId } } })) });
  const items = raters.data?.items ?? [];
  const change = mayManage && raters.isSuccess && (
    <Button size="compact-sm" variant="default" onClick={() => setNaming(true)}>
      {t(items.length === 0 ? 'raters.assign' : 'raters.change')}
    </Button>
  );
  return (
    <Panel title={t('raters.title')} flush actions={items.length > 0 && change}>
      {raters.isPending && <Waiting lines={2} />}
      {raters.isError && <ProblemNotice error={raters.error} onRetry={() => void raters.refetch()} />}
      {raters.isSuccess && items.length === 0 && <Empty small title={t('raters.none')} why={t('raters.noneWhy')} action={change} />}
      <ul className="plain-list rows">
        {items.map(({ personId, name, email, active, assignedBy, assignedAt }) => (
          <li key={personId}>
            <p>
              {name} {!active && <span className="tag tag-warn">{t('raters.left')}</span>}
            </p>
            <p className="mono">{email}</p>
            <p className="small soft">{t('raters.assignedBy', { who: who(assignedBy), at: format.moment(assignedAt) })}</p>
          </li>
        ))}
      </ul>
      {naming && (
        <NameRaters
          supplierId={supplierId}
          supplierName={supplierName}
          raters={items}
          onClose={() => setNaming(false)}
          onDone={(named) => {
            queries.setQueryData(key, named);
            setNaming(false);
          }}
        />
      )}
    </Panel>
  );
}
