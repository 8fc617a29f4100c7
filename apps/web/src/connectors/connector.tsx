import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { answer, api, newRequestKey } from '../api/client.js';
import { asProblem } from '../api/problem.js';
import { useFormat } from '../i18n/format.js';
import { useMay } from '../session/me.js';
import { Waiting } from '../ui/data-table.js';
import { Dialog } from '../ui/dialog.js';
import { Notice, ProblemNotice } from '../ui/notice.js';
import { Missing, Page, Panel } from '../ui/page.js';
import { draftFrom, emptyDraft, type ConnectorSettings } from './connector-draft.js';
import { ConnectorForm } from './connector-form.js';
import { ConnectorState, LastRun } from './connector-state.js';
import { connectorKey, connectorsKey, useConnector, useConnectorAction, type Connector as Data } from './queries.js';

/** Connects a new source. */
export function AddConnector() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const attempt = useRef({ body: '', key: '' });
  const create = useMutation({
    mutationFn: (settings: ConnectorSettings) => {
      const body = { ...settings, paused: false };
      const text = JSON.stringify(body);
      if (attempt.current.body !== text) attempt.current = { body: text, key: newRequestKey() };
      return answer(api.POST('/api/v1/connectors', { body, headers: { 'Idempotency-Key': attempt.current.key } }));
    },
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: connectorsKey });
      await navigate(`/connectors/${id}`);
    },
  });
  return (
    <Page title={t('connectors.new')} narrow back={{ to: '/connectors', label: t('connectors.title') }} lead={t('connectors.lead')}>
      <Panel title={t('connector.source')}>
        <ConnectorForm draft={emptyDraft} error={create.error} saving={create.isPending} saveLabel={t('connector.create')} onSave={(body) => create.mutate(body)} />
      </Panel>
    </Page>
  );
}

/** One source: its last pull, its settings, and pausing, resuming or pulling it now. */
export function Connector() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const found = useConnector(id);
  const mayManage = useMay('connectors:manage');
  if (found.isPending) return <Waiting />;
  if (found.isError) {
    if ([400, 404, 422].includes(asProblem(found.error).status)) return <Missing title={t('connector.missing')} why={t('connector.missingWhy')} />;
    return (
      <Page title={t('connectors.title')}>
        <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />
      </Page>
    );
  }
  const one = found.data;
  return (
    <Page
      title={one.name}
      narrow
      back={{ to: '/connectors', label: t('connectors.title') }}
      lead={
        <>
          <ConnectorState one={one} /> · <span className="mono">{one.url}</span>
        </>
      }
    >
      <div className="column">
        <Pulls one={one} mayManage={mayManage} />
        {mayManage && <Settings key={one.id} one={one} />}
      </div>
    </Page>
  );
}

function Pulls({ one, mayManage }: { one: Data; mayManage: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const action = useConnectorAction(one.id);
  // The answer tells the last pull as it was before this one.
  const pulling = action.isSuccess && action.variables === 'run' && action.data.lastRunAt === one.lastRunAt;
  return (
    <Panel title={t('connector.pulls')} note={t('connector.everyNote', { count: one.everyMinutes, minutes: format.count(one.everyMinutes) })}>
      <div className="form">
        <dl className="facts">
          <div>
            <dt>{t('connector.lastRun')}</dt>
            <dd>
              <LastRun one={one} />
            </dd>
          </div>
          <div>
            <dt>{t('upload.mapping')}</dt>
            <dd className="mono">{one.mapping}</dd>
          </div>
          <div>
            <dt>{t('connector.cursor')}</dt>
            <dd className={one.cursor === null ? 'soft' : 'mono'}>{one.cursor ?? t('connector.fromTheBeginning')}</dd>
          </div>
        </dl>
        {one.lastError !== null && !pulling && (
          <Notice tone="bad" icon="alert">
            <p>{t('connector.lastFailed')}</p>
            <p lang="en">{one.lastError}</p>
          </Notice>
        )}
        {action.isError && <ProblemNotice error={action.error} />}
        <div role="status">
          {pulling && (
            <Notice tone="fair" icon="clock">
              <p>{t('connector.running')}</p>
            </Notice>
          )}
        </div>
        {mayManage && (
          <div className="form-actions">
            <Button size="sm" loading={action.isPending && action.variables === 'run'} onClick={() => action.mutate('run')}>
              {t('connector.run')}
            </Button>
            <Button size="sm" variant="default" loading={action.isPending && action.variables !== 'run'} onClick={() => action.mutate(one.paused ? 'resume' : 'pause')}>
              {one.paused ? t('connector.resume') : t('connector.pause')}
            </Button>
            <Remove one={one} />
          </div>
        )}
      </div>
    </Panel>
  );
}

function Settings({ one }: { one: Data }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: (body: ConnectorSettings) => answer(api.PATCH('/api/v1/connectors/{id}', { params: { path: { id: one.id } }, body })),
    onSuccess: (changed) => {
      queries.setQueryData(connectorKey(one.id), changed);
      void queries.invalidateQueries({ queryKey: connectorsKey });
    },
  });
  return (
    <Panel title={t('connector.source')} note={t('connector.changeNote')}>
      <ConnectorForm draft={draftFrom(one)} error={save.error} saving={save.isPending} saveLabel={t('connector.save')} onSave={(body) => save.mutate(body)} />
      <div role="status">{save.isSuccess && <p className="soft">{t('connector.saved')}</p>}</div>
    </Panel>
  );
}

function Remove({ one }: { one: Data }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const remove = useMutation({
    mutationFn: () => answer(api.DELETE('/api/v1/connectors/{id}', { params: { path: { id: one.id } } })),
    onSuccess: async () => {
      await navigate('/connectors');
      void queries.invalidateQueries({ queryKey: connectorsKey });
    },
  });
  return (
    <>
      <Button size="sm" variant="default" className="danger" onClick={() => setOpen(true)}>
        {t('connector.remove')}
      </Button>
      <Dialog opened={open} title={t('connector.removeTitle', { name: one.name })} onClose={() => setOpen(false)}>
        <div className="form">
          <p>{t('connector.removeLead')}</p>
          {remove.isError && <ProblemNotice error={remove.error} />}
          <div className="form-actions">
            <Button color="red.9" loading={remove.isPending} onClick={() => remove.mutate()}>
              {t('connector.remove')}
            </Button>
            <Button variant="default" onClick={() => setOpen(false)} data-autofocus>
              {t('action.back')}
            </Button>
          </div>
        </div>
      </Dialog>
    </>
  );
}
