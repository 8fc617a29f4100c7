import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { answer, api, newRequestKey } from '../api/client.js';
import { asProblem } from '../api/problem.js';
import { Waiting } from '../ui/data-table.js';
import { Dialog } from '../ui/dialog.js';
import { ProblemNotice } from '../ui/notice.js';
import { policiesKey, policyKey, useDifference, type Policy } from './queries.js';

/** What a policy that changed elsewhere leaves to be read again. */
export function useForgetPolicies(): (version: number) => void {
  const queries = useQueryClient();
  return (version) => {
    void queries.invalidateQueries({ queryKey: policiesKey });
    void queries.invalidateQueries({ queryKey: policyKey(version) });
  };
}

/** Publishing a draft, after its differences from the policy in force were shown. */
export function Publish({ policy, etag }: { policy: Policy; etag: string | null }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('policy.publish')}</Button>
      {open && <PublishDialog policy={policy} etag={etag} onClose={() => setOpen(false)} />}
    </>
  );
}

function PublishDialog({ policy, etag, onClose }: { policy: Policy; etag: string | null; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const forget = useForgetPolicies();
  const difference = useDifference(policy.version, null, i18n.language);
  const [key] = useState(newRequestKey);
  const { version } = policy;
  const publish = useMutation({
    mutationFn: () =>
      answer(
        api.POST('/api/v1/policies/{version}/publish', {
          params: { path: { version } },
          headers: { 'Idempotency-Key': key, ...(etag === null ? {} : { 'If-Match': etag }) },
        }),
      ),
    onSuccess: () => {
      // The one that was in force is not any more, and every difference from it is another.
      void queries.invalidateQueries({ queryKey: ['policy'] });
      forget(version);
      onClose();
    },
    onError: (error) => {
      if ([409, 412].includes(asProblem(error).status)) forget(version);
    },
  });
  const changes = difference.data?.changes ?? [];
  return (
    <Dialog title={t('policy.publishTitle', { version })} onClose={onClose} size="lg">
      <div className="form">
        <p>{t('policy.publishLead')}</p>
        {difference.isPending && <Waiting lines={3} />}
        {difference.isError && <ProblemNotice error={difference.error} onRetry={() => void difference.refetch()} />}
        {difference.isSuccess && (
          <>
            <p>
              <strong>{changes.length === 0 ? t('difference.none') : t('difference.count', { count: changes.length })}</strong>
            </p>
            <ul className="sentences sentences-short" tabIndex={0} aria-label={t('policy.tabDifference')}>
              {changes.map(({ kind, path, sentence }) => (
                <li key={`${kind} ${path} ${sentence}`}>{sentence}</li>
              ))}
            </ul>
          </>
        )}
        {publish.isError && <ProblemNotice error={publish.error} />}
        <div className="form-actions">
          <Button onClick={() => publish.mutate()} loading={publish.isPending} data-autofocus>
            {t('policy.publish')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('action.back')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

/** Throwing a draft away. */
export function Discard({ version, etag }: { version: number; etag: string | null }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const forget = useForgetPolicies();
  const [open, setOpen] = useState(false);
  const discard = useMutation({
    mutationFn: () =>
      answer(api.DELETE('/api/v1/policies/{version}', { params: { path: { version } }, headers: etag === null ? {} : { 'If-Match': etag } })),
    onSuccess: async () => {
      await navigate('/policies');
      queries.removeQueries({ queryKey: policyKey(version) });
      void queries.invalidateQueries({ queryKey: policiesKey });
    },
    onError: (error) => {
      if ([409, 412].includes(asProblem(error).status)) forget(version);
    },
  });
  return (
    <>
      <Button variant="default" className="danger" onClick={() => setOpen(true)}>
        {t('policy.discard')}
      </Button>
      <Dialog opened={open} title={t('policy.discardTitle', { version })} onClose={() => setOpen(false)}>
        <div className="form">
          <p>{t('policy.discardLead')}</p>
          {discard.isError && <ProblemNotice error={discard.error} />}
          <div className="form-actions">
            <Button color="red.9" onClick={() => discard.mutate()} loading={discard.isPending}>
              {t('policy.discard')}
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
