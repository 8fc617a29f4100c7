import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client.js';
import type { components } from '../api/schema.js';
import { useFormat } from '../i18n/format.js';
import { More, Waiting } from '../ui/data-table.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty, Panel } from '../ui/page.js';
import { State } from '../ui/signs.js';
import { useIndicatorTitle } from './indicator-words.js';

type Contract = components['schemas']['Contract'];

/** Certificates of a supplier as they stand, page after page. */
export function useCertificates(id: string) {
  return useInfiniteQuery({
    queryKey: ['supplier', id, 'certificates'],
    queryFn: ({ pageParam }) => answer(api.GET('/api/v1/suppliers/{id}/certificates', { params: { path: { id }, query: { limit: 25, ...(pageParam === null ? {} : { cursor: pageParam }) } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

function useContracts(id: string) {
  return useInfiniteQuery({
    queryKey: ['supplier', id, 'contracts'],
    queryFn: ({ pageParam }) => answer(api.GET('/api/v1/suppliers/{id}/contracts', { params: { path: { id }, query: { limit: 25, ...(pageParam === null ? {} : { cursor: pageParam }) } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** Certificates with how long they are valid, and the files. */
export function Certificates({ id }: { id: string }) {
  const { t } = useTranslation();
  const certificates = useCertificates(id);
  const items = certificates.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Panel title={t('certificates.title')} flush>
      {certificates.isPending && <Waiting lines={2} />}
      {certificates.isError && <ProblemNotice error={certificates.error} onRetry={() => void certificates.refetch()} />}
      {certificates.isSuccess && items.length === 0 && <Empty small title={t('certificates.none')} why={t('certificates.noneWhy')} />}
      <ul className="plain-list rows">
        {items.map((one) => (
          <li key={one.id}>
            <p>
              {one.kind} <span className="mono">{one.number}</span> {one.mandatory && <span className="tag">{t('certificates.mandatory')}</span>}
            </p>
            {one.issuer && <p className="small soft">{one.issuer}</p>}
            <Validity from={one.validFrom} to={one.validTo} />
            {one.fileIds.map((file, at) => (
              <a key={file} className="small" href={`/api/v1/files/${file}`}>
                {t('certificates.file', { number: at + 1 })}
                <span className="quiet">: {one.number}</span>
              </a>
            ))}
          </li>
        ))}
      </ul>
      <More shown={items.length} hasMore={certificates.hasNextPage} loading={certificates.isFetchingNextPage} onMore={() => void certificates.fetchNextPage()} />
    </Panel>
  );
}

/** Contracts with their terms. */
export function Contracts({ id }: { id: string }) {
  const { t } = useTranslation();
  const contracts = useContracts(id);
  const items = contracts.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Panel title={t('contracts.title')} flush>
      {contracts.isPending && <Waiting lines={2} />}
      {contracts.isError && <ProblemNotice error={contracts.error} onRetry={() => void contracts.refetch()} />}
      {contracts.isSuccess && items.length === 0 && <Empty small title={t('contracts.none')} why={t('contracts.noneWhy')} />}
      <ul className="plain-list rows">
        {items.map((one) => (
          <li key={one.id}>
            <p className="mono">{one.number}</p>
            <Validity from={one.validFrom} to={one.validTo} />
            <Terms contract={one} />
          </li>
        ))}
      </ul>
      <More shown={items.length} hasMore={contracts.hasNextPage} loading={contracts.isFetchingNextPage} onMore={() => void contracts.fetchNextPage()} />
    </Panel>
  );
}

const terms = ['priceTerms', 'qualitySpecification', 'testMethod', 'paymentTerms', 'liquidatedDamages', 'noticeDays'] as const;

function Terms({ contract }: { contract: Contract }) {
  const { t } = useTranslation();
  const title = useIndicatorTitle();
  const shown = terms.filter((term) => contract[term] !== null && contract[term] !== '');
  const targets = Object.entries((contract.kpiTargets ?? {}) as Record<string, unknown>);
  if (shown.length === 0 && targets.length === 0) return null;
  return (
    <details className="small">
      <summary>
        {t('contracts.terms')}
        <span className="quiet">: {contract.number}</span>
      </summary>
      <dl className="facts fact-content">
        {shown.map((term) => (
          <div key={term}>
            <dt>{t(`contracts.${term}`)}</dt>
            <dd>{contract[term]}</dd>
          </div>
        ))}
        {targets.map(([indicator, target]) => (
          <div key={indicator}>
            <dt>{t('contracts.target', { indicator: title(indicator) })}</dt>
            <dd>{String(target)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

/** Days before an end at which it is worth a warning. */
const SOON = 60;

function Validity({ from, to }: { from: string; to: string | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const today = new Date().toISOString().slice(0, 10);
  const left = to === null ? null : Math.round((Date.parse(to) - Date.parse(today)) / 86_400_000);
  const [label, tone] =
    from > today
      ? ([t('validity.later'), undefined] as const)
      : left === null || left > SOON
        ? ([t('validity.valid'), 'good'] as const)
        : left < 0
          ? ([t('validity.expired'), 'bad'] as const)
          : ([t('validity.ending', { count: left }), 'warn'] as const);
  return (
    <p className="small">
      <State label={label} tone={tone} /> <span className="soft">{to === null ? t('validity.from', { from: format.date(from) }) : format.period(from, to)}</span>
    </p>
  );
}
