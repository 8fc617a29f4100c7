import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Waiting } from '../ui/data-table.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty, Live, Panel } from '../ui/page.js';
import { useFilters } from '../ui/use-filters.js';
import { PolicyFrame } from './policy-frame.js';
import { useDifference, usePolicies, type Policy } from './queries.js';

/** In what a version differs from another, one sentence each. */
export function Difference() {
  return <PolicyFrame>{(policy) => <Sentences policy={policy} />}</PolicyFrame>;
}

function Sentences({ policy }: { policy: Policy }) {
  const { t, i18n } = useTranslation();
  const { filters, change } = useFilters({ against: '' });
  const against = /^\d{1,9}$/.test(filters.against) ? Number(filters.against) : null;
  const difference = useDifference(policy.version, against, i18n.language);
  const found = difference.data;
  return (
    <Panel
      title={found ? t('difference.title', { from: found.from, to: found.to }) : t('policy.tabDifference')}
      flush
      actions={<Against except={policy.version} value={filters.against} onChange={(value) => change('against', value)} />}
    >
      {difference.isPending && <Waiting />}
      {difference.isError && <ProblemNotice error={difference.error} onRetry={() => void difference.refetch()} />}
      <Live>{found ? t('difference.count', { count: found.changes.length }) : ''}</Live>
      {found?.changes.length === 0 && (
        <Empty small title={t('difference.none')} why={found.from === found.to ? t('difference.itself') : t('difference.noneWhy', { version: found.from })} />
      )}
      {found && found.changes.length > 0 && (
        <ul className="plain-list rows">
          {found.changes.map(({ kind, path, sentence }) => (
            <li key={`${kind} ${path} ${sentence}`} className="change">
              <span className={`tag ${kind === 'added' ? 'tag-good' : kind === 'removed' ? 'tag-bad' : ''}`}>{t(`difference.${kind}`)}</span>
              <div>
                <p>{sentence}</p>
                <p className="mono soft">{path}</p>
              </div>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

/** Choice of the version that another is compared with; empty is the one in force. */
export function Against({ except, value, onChange }: { except: number; value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation();
  const policies = usePolicies();
  const others = policies.data?.pages.flatMap((page) => page.items).filter(({ version }) => version !== except) ?? [];
  return (
    <NativeSelect
      label={t('difference.against')}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[
        { value: '', label: t('difference.inForce') },
        ...others.map(({ version, document }) => ({ value: String(version), label: t('policy.versionNamed', { version, name: document.name }) })),
      ]}
    />
  );
}
