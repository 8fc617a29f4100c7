import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { asProblem } from '../api/problem.js';
import { useFormat } from '../i18n/format.js';
import { usePersonName } from '../policies/people.js';
import { useMay } from '../session/me.js';
import { Waiting } from '../ui/data-table.js';
import { Notice, ProblemNotice } from '../ui/notice.js';
import { Missing, Page, Panel } from '../ui/page.js';
import { AlertSeverity, AlertState } from './alert-signs.js';
import { Act, type AlertAct } from './act.js';
import { Evidence } from './evidence.js';
import { useAlert, type Alert as AlertData } from './queries.js';

const acts = ['acknowledge', 'snooze', 'close'] as const;

/** One alert with the figures that raised it, and what can be done with it. */
export function Alert() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const found = useAlert(id);
  const mayAct = useMay('alerts:act');
  const [act, setAct] = useState<AlertAct | null>(null);
  const [done, setDone] = useState<AlertAct | null>(null);
  if (found.isPending) return <Waiting />;
  if (found.isError) {
    const { status } = asProblem(found.error);
    if (status === 404 || status === 400) return <Missing title={t('alert.missing')} why={t('alert.missingWhy')} />;
    return (
      <Page title={t('alerts.title')}>
        <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />
      </Page>
    );
  }
  const alert = found.data;
  const actions =
    mayAct && alert.status !== 'closed'
      ? acts
          .filter((each) => each !== 'acknowledge' || alert.status !== 'acknowledged')
          .map((each) => (
            <Button key={each} variant="default" onClick={() => setAct(each)}>
              {t(`alertAct.${each}`)}
            </Button>
          ))
      : null;
  return (
    <Page
      title={t(`alertRule.${alert.rule}`)}
      back={{ to: '/alerts', label: t('alerts.title') }}
      lead={<Link to={`/suppliers/${alert.supplierId}`}>{alert.supplierName}</Link>}
      actions={actions}
    >
      <div className="sent" role="status">
        {done && (
          <Notice tone="good" icon="check">
            <p>{t(`alertDone.${done}`)}</p>
          </Notice>
        )}
      </div>
      <div className="column">
        <Standing alert={alert} />
        <Panel title={t('alert.evidence')} note={t(`alertWhy.${alert.rule}`)}>
          <Evidence alert={alert} evidence={alert.evidence} />
        </Panel>
        {alert.status === 'closed' && <Closing alert={alert} />}
      </div>
      {act && (
        <Act
          alert={alert}
          act={act}
          onClose={() => setAct(null)}
          onDone={() => {
            setDone(act);
            setAct(null);
          }}
        />
      )}
    </Page>
  );
}

function Standing({ alert }: { alert: AlertData }) {
  const { t } = useTranslation();
  const format = useFormat();
  const person = usePersonName();
  return (
    <section className="panel panel-body" aria-label={t('alert.standing')}>
      <dl className="facts">
        <div>
          <dt>{t('alert.status')}</dt>
          <dd>
            <AlertState status={alert.status} />
          </dd>
        </div>
        <div>
          <dt>{t('alert.severity')}</dt>
          <dd>
            <AlertSeverity severity={alert.severity} />
          </dd>
        </div>
        <div>
          <dt>{t('alert.raisedOn')}</dt>
          <dd>{format.date(alert.raisedOn)}</dd>
        </div>
        {alert.subject !== '' && (
          <div>
            <dt>{t('alert.subject')}</dt>
            <dd className="mono">{alert.subject}</dd>
          </div>
        )}
        {alert.acknowledgedAt && (
          <div>
            <dt>{t('alert.acknowledged')}</dt>
            <dd>
              {format.moment(alert.acknowledgedAt)}
              {alert.acknowledgedBy && person(alert.acknowledgedBy) && <> · {person(alert.acknowledgedBy)}</>}
            </dd>
          </div>
        )}
        {alert.snoozedUntil && (
          <div>
            <dt>{t('alert.snoozedUntil')}</dt>
            <dd>{format.date(alert.snoozedUntil)}</dd>
          </div>
        )}
      </dl>
      {alert.note && <p className="prose alert-note">{alert.note}</p>}
    </section>
  );
}

function Closing({ alert }: { alert: AlertData }) {
  const { t } = useTranslation();
  const format = useFormat();
  const person = usePersonName();
  const { by, reason, ...figures } = (alert.closingEvidence ?? {}) as Record<string, unknown>;
  return (
    <Panel title={t('alert.closing')} note={alert.closedOn && format.date(alert.closedOn)}>
      <p>
        {alert.closedBecause && t(`alertClosedWhy.${alert.closedBecause}`)}
        {typeof by === 'string' && person(by) && ` ${person(by)}.`}
      </p>
      {typeof reason === 'string' && <p className="prose">{reason}</p>}
      <div className="alert-note">
        <Evidence alert={alert} evidence={figures} />
      </div>
    </Panel>
  );
}
