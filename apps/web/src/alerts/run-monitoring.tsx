import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client.js';
import { useFormat } from '../i18n/format.js';
import { Dialog } from '../ui/dialog.js';
import { FormDialog } from '../ui/form-dialog.js';
import { Notice } from '../ui/notice.js';
import { RunCounts } from './latest-run.js';
import { useAlertsChanged, type MonitoringRun } from './queries.js';

/** Evaluates every rule for all suppliers as of a date, and then says what came of it. */
export function RunMonitoring({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const changed = useAlertsChanged();
  const [run, setRun] = useState<MonitoringRun | null>(null);
  if (run === null) {
    return (
      <FormDialog
        title={t('monitoring.run')}
        lead={<p>{t('monitoring.lead')}</p>}
        fields={[
          { name: 'asOf', label: t('monitoring.asOf'), kind: 'date', hint: t('monitoring.asOfHint'), initial: new Date().toISOString().slice(0, 10) },
          { name: 'notify', label: t('monitoring.notify'), kind: 'check', hint: t('monitoring.notifyHint') },
        ]}
        action={t('monitoring.go')}
        send={async ({ asOf = '', notify }, key) => {
          setRun(await answer(api.POST('/api/v1/monitoring/runs', { body: { asOf, notify: notify === 'yes' }, params: { header: { 'Idempotency-Key': key } } })));
          await changed();
        }}
        onClose={onClose}
        onDone={() => undefined}
      />
    );
  }
  return (
    <Dialog onClose={onClose} title={t('monitoring.doneAsOf', { date: format.date(run.asOf) })}>
      <div className="form" role="status">
        <Notice tone="good" icon="check">
          <p>{run.raised === 0 ? t('monitoring.nothingRaised') : t('monitoring.raisedCount', { count: run.raised })}</p>
        </Notice>
        <RunCounts run={run} />
        <p className="small soft">{run.notify ? t('monitoring.toldCount', { count: run.told }) : t('monitoring.toldNobody')}</p>
        <div className="form-actions">
          <Button onClick={onClose} data-autofocus>
            {t('action.close')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
