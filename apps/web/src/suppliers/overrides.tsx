import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client.js';
import { useFormat } from '../i18n/format.js';
import { ProblemNotice } from '../ui/notice.js';
import { useOverrides, useSupplierChanged, type SegmentOverride } from './segmentation-queries.js';

/** Segments set by hand: those that hold, and what was. */
export function Overrides({ supplierId, mayEnd }: { supplierId: string; mayEnd: boolean }) {
  const { t } = useTranslation();
  const overrides = useOverrides(supplierId);
  const items = overrides.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <div className="overrides">
      <h3>{t('override.title')}</h3>
      <ul className="plain-list">
        {items.map((override) => (
          <Row key={override.id} override={override} mayEnd={mayEnd} />
        ))}
      </ul>
    </div>
  );
}

function Row({ override, mayEnd }: { override: SegmentOverride; mayEnd: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const changed = useSupplierChanged();
  const end = useMutation({
    mutationFn: () => answer(api.DELETE('/api/v1/suppliers/{id}/segment-overrides/{overrideId}', { params: { path: { id: override.supplierId, overrideId: override.id } } })),
    onSuccess: changed,
  });
  const holds = override.endedAt === null;
  return (
    <li className="override">
      <p>
        <strong>{t(`segment.${override.segment}`)}</strong> · {override.category ?? t('override.whole')}{' '}
        <span className={holds ? 'tag tag-warn' : 'tag'}>{holds ? t('override.holdsUntil', { date: format.date(override.expiresOn) }) : t('override.ended', { at: format.moment(override.endedAt ?? '') })}</span>
      </p>
      <p className="small soft">{override.reason}</p>
      {end.isError && <ProblemNotice error={end.error} />}
      {holds && mayEnd && (
        <Button size="compact-sm" variant="default" loading={end.isPending} onClick={() => end.mutate()}>
          {t('override.end')}
          <span className="quiet">: {override.category ?? t('override.whole')}</span>
        </Button>
      )}
    </li>
  );
}
