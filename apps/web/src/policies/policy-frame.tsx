import { Button, Menu } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink, useParams } from 'react-router';
import { asProblem } from '../api/problem.js';
import { useFormat } from '../i18n/format.js';
import { useMay } from '../session/me.js';
import { Waiting } from '../ui/data-table.js';
import { ProblemNotice } from '../ui/notice.js';
import { Missing, Page } from '../ui/page.js';
import { Discard, Publish } from './decide.js';
import { usePersonName } from './people.js';
import { PolicyState } from './policy-state.js';
import { usePolicy, type Policy } from './queries.js';

/** What every screen of one version has: its name and state, what can be done with it, and the way between its screens. */
export function PolicyFrame({ children }: { children: (policy: Policy, etag: string | null) => ReactNode }) {
  const { t } = useTranslation();
  const version = Number(useParams()['version']);
  const found = usePolicy(version);
  if (found.isPending) return <Waiting />;
  if (found.isError) {
    const { status } = asProblem(found.error);
    if (status === 404 || status === 400 || status === 422) return <Missing title={t('policy.missing')} why={t('policy.missingWhy')} />;
    return (
      <Page title={t('policies.title')}>
        <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />
      </Page>
    );
  }
  const { data: policy, etag } = found.data;
  return (
    <Page
      title={t('policy.versionNamed', { version: policy.version, name: policy.document.name })}
      back={{ to: '/policies', label: t('policies.title') }}
      lead={<Origin policy={policy} />}
      actions={<PolicyActions policy={policy} etag={etag} />}
    >
      <nav className="tabs" aria-label={t('policy.parts')}>
        <NavLink className="tab" to={`/policies/${policy.version}`} end>
          {t('policy.tabRules')}
        </NavLink>
        <NavLink className="tab" to={`/policies/${policy.version}/difference`}>
          {t('policy.tabDifference')}
        </NavLink>
        <NavLink className="tab" to={`/policies/${policy.version}/backtests`}>
          {t('policy.tabBacktests')}
        </NavLink>
      </nav>
      {children(policy, etag)}
    </Page>
  );
}

function Origin({ policy }: { policy: Policy }) {
  const { t } = useTranslation();
  const format = useFormat();
  const name = usePersonName()(policy.createdBy);
  const written = name === null ? t('policy.written', { when: format.moment(policy.createdAt) }) : t('policy.writtenByWhen', { name, when: format.moment(policy.createdAt) });
  return (
    <>
      <PolicyState status={policy.status} /> · {written}
      {policy.publishedAt !== null && <> · {t('policy.publishedWhen', { when: format.moment(policy.publishedAt) })}</>}
    </>
  );
}

function PolicyActions({ policy, etag }: { policy: Policy; etag: string | null }) {
  const { t } = useTranslation();
  const mayWrite = useMay('policies:write');
  const { version, status } = policy;
  const document = (format: 'yaml' | 'json') => `/api/v1/policies/${version}/document?format=${format}`;
  return (
    <>
      <Menu position="bottom-end" withinPortal={false} withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <Button variant="default">{t('policy.download')}</Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item component="a" href={document('yaml')} download={`policy-${version}.yaml`}>
            YAML
          </Menu.Item>
          <Menu.Item component="a" href={document('json')} download={`policy-${version}.json`}>
            JSON
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {mayWrite && (
        <Button variant="default" component={Link} to={`/policies/new?from=${version}`}>
          {t('policy.startFrom')}
        </Button>
      )}
      {mayWrite && status === 'draft' && (
        <>
          <Button variant="default" component={Link} to={`/policies/${version}/edit`}>
            {t('policy.edit')}
          </Button>
          <Discard version={version} etag={etag} />
          <Publish policy={policy} etag={etag} />
        </>
      )}
    </>
  );
}
