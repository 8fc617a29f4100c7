import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { answer, api } from '../api/client.js';
import type { components } from '../api/schema.js';
import { useFormat } from '../i18n/format.js';
import { useMay } from '../session/me.js';
import { Waiting } from '../ui/data-table.js';
import { FormDialog, type DialogField } from '../ui/form-dialog.js';
import { Notice, ProblemNotice } from '../ui/notice.js';
import { Empty, Panel } from '../ui/page.js';
import { typedNumber } from '../ui/typed-number.js';
import { ChooseSupplier } from './choose-supplier.js';
import type { Supplier } from './queries.js';
import { StatusState } from './status-state.js';

type Share = components['schemas']['OrderShare'];
type Backup = components['schemas']['Backups']['items'][number];

const sharesKey = (id: string) => ['supplier', id, 'order-shares'] as const;

/** Which part of the orders the supplier is to get, from when nothing new is ordered, and who takes over when it stops. */
export function OrderShares({ supplier }: { supplier: Supplier }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { id } = supplier;
  const mayWrite = useMay('shares:write');
  const [dialog, setDialog] = useState<'share' | 'backup' | null>(null);
  const shares = useQuery({ queryKey: sharesKey(id), queryFn: () => answer(api.GET('/api/v1/suppliers/{id}/order-shares', { params: { path: { id } } })) });
  const backups = useQuery({ queryKey: [...sharesKey(id), 'backups'], queryFn: () => answer(api.GET('/api/v1/suppliers/{id}/backups', { params: { path: { id } } })) });
  const named = backups.data?.items ?? [];
  const categories = [...new Set([...supplier.categories, ...(shares.data?.items ?? []).map(({ category }) => category), ...named.map(({ category }) => category)])];
  const blockedFrom = shares.data?.ordersBlockedFrom ?? null;
  const close = () => setDialog(null);
  return (
    <Panel title={t('shares.title')} flush>
      {(shares.isPending || backups.isPending) && <Waiting lines={2} />}
      {shares.isError && <ProblemNotice error={shares.error} onRetry={() => void shares.refetch()} />}
      {backups.isError && <ProblemNotice error={backups.error} onRetry={() => void backups.refetch()} />}
      {blockedFrom !== null && (
        <div className="panel-body">
          <Notice tone="bad" icon="alert">
            <p>{t('shares.blocked', { day: format.date(blockedFrom) })}</p>
          </Notice>
        </div>
      )}
      {shares.isSuccess && backups.isSuccess && shares.data.items.length === 0 && named.length === 0 && <Empty small title={t('shares.none')} why={t('shares.noneWhy')} />}
      <ul className="plain-list rows">
        {categories.map((category) => (
          <Category key={category} supplierId={id} category={category} share={shares.data?.items.find((each) => each.category === category)} backups={named.filter((each) => each.category === category)} mayWrite={mayWrite} />
        ))}
      </ul>
      <History shares={shares.data?.history ?? []} />
      {mayWrite && (
        <div className="panel-body form-actions">
          <Button size="compact-sm" variant="default" onClick={() => setDialog('share')}>
            {t('shares.set')}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => setDialog('backup')}>
            {t('backups.add')}
          </Button>
        </div>
      )}
      {dialog === 'share' && <SetShare supplierId={id} categories={categories} onClose={close} />}
      {dialog === 'backup' && <AddBackup supplierId={id} categories={categories} named={named} onClose={close} />}
    </Panel>
  );
}

function Category({ supplierId, category, share, backups, mayWrite }: { supplierId: string; category: string; share: Share | undefined; backups: readonly Backup[]; mayWrite: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const changed = useChanged(supplierId);
  const remove = useMutation({
    mutationFn: (backupId: string) => saveBackups(supplierId, category, backups.map((each) => each.supplierId).filter((each) => each !== backupId)),
    onSuccess: changed,
  });
  if (share === undefined && backups.length === 0) return null;
  return (
    <li>
      <div className="row-line">
        <h3>{category}</h3>
        <span>{share?.percent == null ? <span className="small soft">{t('shares.unset')}</span> : t('shares.ofOrders', { share: format.percent(share.percent) })}</span>
      </div>
      {remove.isError && <ProblemNotice error={remove.error} />}
      {backups.length > 0 && (
        <ol className="plain-list small">
          {backups.map((backup) => (
            <li key={backup.supplierId} className="row-line">
              <span>
                {t('backups.place', { place: backup.position + 1 })}: <Link to={`/suppliers/${backup.supplierId}`}>{backup.name}</Link> <StatusState status={backup.status as Supplier['status']} />
              </span>
              {mayWrite && (
                <Button size="compact-sm" variant="subtle" color="gray" loading={remove.isPending} onClick={() => remove.mutate(backup.supplierId)}>
                  {t('form.removeRow')}
                  <span className="quiet">: {backup.name}</span>
                </Button>
              )}
            </li>
          ))}
        </ol>
      )}
    </li>
  );
}

function History({ shares }: { shares: readonly Share[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (shares.length === 0) return null;
  return (
    <details className="panel-body small">
      <summary>{t('shares.history')}</summary>
      <ul className="plain-list">
        {shares.map(({ category, percent, validFrom, version, caseId }) => (
          <li key={`${category} ${version}`}>
            {category}: {percent === null ? t('shares.unset') : format.percent(percent)} <span className="soft">{t('shares.from', { day: format.date(validFrom) })}</span>
            {caseId !== null && (
              <>
                {' · '}
                <Link to={`/cases/phaseOut/${caseId}`}>{t('shares.byPhaseOut')}</Link>
              </>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}

function SetShare({ supplierId, categories, onClose }: { supplierId: string; categories: readonly string[]; onClose: () => void }) {
  const { t } = useTranslation();
  const changed = useChanged(supplierId);
  return (
    <FormDialog
      title={t('shares.set')}
      lead={<p>{t('shares.lead')}</p>}
      fields={[
        categoryField(categories, t('field.category')),
        { name: 'percent', label: t('shares.percent'), kind: 'number', optional: true, hint: t('shares.percentHint'), lacks: (value) => value.trim() !== '' && !(typedNumber(value) >= 0 && typedNumber(value) <= 100) },
        { name: 'validFrom', label: t('shares.validFrom'), kind: 'date', initial: new Date().toISOString().slice(0, 10) },
      ]}
      action={t('shares.save')}
      send={async ({ category = '', percent = '', validFrom = '' }) => {
        await answer(api.PUT('/api/v1/suppliers/{id}/order-shares', { params: { path: { id: supplierId } }, body: { shares: [{ category, percent: percent === '' ? null : typedNumber(percent), validFrom }] } }));
        await changed();
      }}
      onClose={onClose}
      onDone={onClose}
    />
  );
}

function AddBackup({ supplierId, categories, named, onClose }: { supplierId: string; categories: readonly string[]; named: readonly Backup[]; onClose: () => void }) {
  const { t } = useTranslation();
  const changed = useChanged(supplierId);
  return (
    <FormDialog
      title={t('backups.add')}
      lead={<p>{t('backups.lead')}</p>}
      fields={[
        categoryField(categories, t('field.category')),
        { name: 'supplierIds', label: t('field.backup'), kind: 'own', input: ({ label, value, error, onChange }) => <ChooseSupplier except={supplierId} label={label} value={value} error={error} onChange={onChange} /> },
      ]}
      action={t('shares.save')}
      send={async ({ category = '', supplierIds: added = '' }) => {
        const before = named.filter((each) => each.category === category).map((each) => each.supplierId);
        await saveBackups(supplierId, category, [...before.filter((each) => each !== added), added]);
        await changed();
      }}
      onClose={onClose}
      onDone={onClose}
    />
  );
}

function categoryField(categories: readonly string[], label: string): DialogField {
  const [first = ''] = categories;
  return categories.length === 0 ? { name: 'category', label, kind: 'line' } : { name: 'category', label, kind: 'select', initial: first, options: categories.map((value) => ({ value, label: value })) };
}

function saveBackups(supplierId: string, category: string, supplierIds: string[]) {
  return answer(api.PUT('/api/v1/suppliers/{id}/backups', { params: { path: { id: supplierId } }, body: { category, supplierIds } }));
}

function useChanged(supplierId: string): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: sharesKey(supplierId) });
}
