import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { answer, api } from '../api/client.js';
import { usePolicies } from '../policies/queries.js';
import { FormDialog } from '../ui/form-dialog.js';
import { rehearsalsKey } from './queries.js';

/** Asks which policy is played, beside which other, on which part of the past. */
export function StartRehearsal({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const policies = usePolicies();
  const versions = (policies.data?.pages.flatMap((page) => page.items) ?? []).map(({ version, name, status }) => ({
    value: String(version),
    label: `${t('policy.version', { version })} – ${name} (${t(`policyStatus.${status}`)})`,
  }));
  return (
    <FormDialog
      title={t('rehearsals.start')}
      lead={<p>{t('rehearsal.startLead')}</p>}
      fields={[
        { name: 'policyVersion', label: t('rehearsal.policy'), kind: 'select', initial: 'inForce', options: [{ value: 'inForce', label: t('rehearsal.inForce') }, ...versions] },
        { name: 'againstVersion', label: t('rehearsal.against'), kind: 'select', initial: 'none', options: [{ value: 'none', label: t('rehearsal.againstNone') }, ...versions] },
        { name: 'from', label: t('period.from'), kind: 'date', optional: true, hint: t('rehearsal.fromHint') },
        { name: 'to', label: t('period.to'), kind: 'date', optional: true, hint: t('rehearsal.toHint') },
        { name: 'seed', label: t('rehearsal.seed'), kind: 'number', hint: t('rehearsal.seedHint'), initial: '1' },
      ]}
      action={t('rehearsal.go')}
      running={(id) => <Link to={`/rehearsals/${id}`}>{t('rehearsal.running')}</Link>}
      send={async ({ policyVersion, againstVersion, from = '', to = '', seed }, key) => {
        const body = {
          ...(policyVersion === 'inForce' ? {} : { policyVersion: Number(policyVersion) }),
          ...(againstVersion === 'none' ? {} : { againstVersion: Number(againstVersion) }),
          ...(from === '' ? {} : { from }),
          ...(to === '' ? {} : { to }),
          seed: Number(seed),
        };
        const { id } = await answer(api.POST('/api/v1/rehearsals', { params: { header: { 'Idempotency-Key': key } }, body }));
        await queries.invalidateQueries({ queryKey: rehearsalsKey });
        await navigate(`/rehearsals/${id}`);
      }}
      onClose={onClose}
      onDone={() => undefined}
    />
  );
}
