import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client.js';
import type { components } from '../api/schema.js';
import { useFormat } from '../i18n/format.js';
import { useMay, useMe } from '../session/me.js';
import { More, Waiting } from '../ui/data-table.js';
import { FormDialog } from '../ui/form-dialog.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty, Panel } from '../ui/page.js';
import { useCertificates } from './papers.js';
import { useSupplierChanged } from './segmentation-queries.js';

type Finding = components['schemas']['Finding'];
const kinds = ['sanctionsHit', 'forgedCertificate'] as const satisfies readonly Finding['kind'][];

/** What was found against the supplier and holds its grade down; added and lifted with a reason. */
export function Findings({ id }: { id: string }) {
  const { t } = useTranslation();
  const mayWrite = useMay('findings:write');
  const findings = useFindings(id);
  const [adding, setAdding] = useState(false);
  const [lifting, setLifting] = useState<Finding | null>(null);
  const items = findings.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Panel
      title={t('findings.title')}
      flush
      actions={
        mayWrite && (
          <Button size="compact-sm" variant="default" onClick={() => setAdding(true)}>
            {t('findings.add')}
          </Button>
        )
      }
    >
      {findings.isPending && <Waiting lines={2} />}
      {findings.isError && <ProblemNotice error={findings.error} onRetry={() => void findings.refetch()} />}
      {findings.isSuccess && items.length === 0 && <Empty small title={t('findings.none')} why={t('findings.noneWhy')} />}
      <ul className="plain-list rows">
        {items.map((finding) => (
          <Row key={finding.id} finding={finding} onLift={mayWrite && finding.liftedAt === null ? () => setLifting(finding) : null} />
        ))}
      </ul>
      <More shown={items.length} hasMore={findings.hasNextPage} loading={findings.isFetchingNextPage} onMore={() => void findings.fetchNextPage()} />
      {adding && <Add id={id} onClose={() => setAdding(false)} />}
      {lifting && <Lift finding={lifting} onClose={() => setLifting(null)} />}
    </Panel>
  );
}

function useFindings(id: string) {
  return useInfiniteQuery({
    queryKey: ['supplier', id, 'findings'],
    queryFn: ({ pageParam }) => answer(api.GET('/api/v1/suppliers/{id}/findings', { params: { path: { id }, query: { limit: 25, ...(pageParam === null ? {} : { cursor: pageParam }) } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

function Row({ finding, onLift }: { finding: Finding; onLift: (() => void) | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const own = useMe().data?.id === finding.foundBy;
  return (
    <li>
      <p>
        <strong>{t(`findingKind.${finding.kind}`)}</strong>{' '}
        <span className={finding.liftedAt === null ? 'tag tag-bad' : 'tag'}>{finding.liftedAt === null ? t('findings.holds') : t('findings.lifted', { at: format.moment(finding.liftedAt) })}</span>
      </p>
      <p className="small">{finding.reason}</p>
      {finding.liftReason && <p className="small soft">{finding.liftReason}</p>}
      <p className="small soft">{format.moment(finding.foundAt)}</p>
      {onLift && own && <p className="small soft">{t('findings.own')}</p>}
      {onLift && !own && (
        <Button size="compact-sm" variant="default" onClick={onLift}>
          {t('findings.lift')}
          <span className="quiet">: {t(`findingKind.${finding.kind}`)}</span>
        </Button>
      )}
    </li>
  );
}

function Add({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation();
  const changed = useSupplierChanged();
  const certificates = useCertificates(id);
  const papers = certificates.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <FormDialog
      title={t('findings.add')}
      lead={<p>{t('findings.addLead')}</p>}
      fields={[
        { name: 'kind', label: t('findings.kind'), kind: 'radio', options: kinds.map((value) => ({ value, label: t(`findingKind.${value}`) })) },
        { name: 'reason', label: t('findings.known'), kind: 'text', hint: t('findings.knownHint') },
        ...(papers.length === 0
          ? []
          : [{ name: 'certificateId', label: t('findings.certificate'), kind: 'select' as const, optional: true, options: papers.map((paper) => ({ value: paper.id, label: `${paper.kind} · ${paper.number}` })) }]),
      ]}
      action={t('findings.add')}
      danger
      send={async ({ kind, reason = '', certificateId = '' }, key) => {
        const body = { kind: kind as Finding['kind'], reason, ...(certificateId === '' ? {} : { certificateId }) };
        await answer(api.POST('/api/v1/suppliers/{id}/findings', { params: { path: { id }, header: { 'Idempotency-Key': key } }, body }));
        await changed();
      }}
      onClose={onClose}
      onDone={onClose}
    />
  );
}

function Lift({ finding, onClose }: { finding: Finding; onClose: () => void }) {
  const { t } = useTranslation();
  const changed = useSupplierChanged();
  return (
    <FormDialog
      title={t('findings.lift')}
      lead={<p>{t('findings.liftLead')}</p>}
      fields={[{ name: 'reason', label: t('field.reason'), kind: 'text' }]}
      action={t('findings.lift')}
      send={async ({ reason = '' }) => {
        await answer(api.POST('/api/v1/findings/{id}/lift', { params: { path: { id: finding.id } }, body: { reason } }));
        await changed();
      }}
      onClose={onClose}
      onDone={onClose}
    />
  );
}
