import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useLocation, useParams } from 'react-router';
import { asProblem } from '../api/problem.js';
import { AppealsOf } from '../appeals/appeals-of.js';
import { caseAddress } from '../cases/processes.js';
import { useCases } from '../cases/queries.js';
import { useCaseWords } from '../cases/words.js';
import { SupplierConsequences } from '../consequences/supplier-consequences.js';
import { ReportDisruption } from '../disruptions/report.js';
import { StartReview } from '../evaluations/start-review.js';
import { Raters } from '../raters/raters.js';
import { useMay } from '../session/me.js';
import { SubmissionDialog } from '../submissions/submission-dialog.js';
import { Waiting } from '../ui/data-table.js';
import { Icon } from '../ui/icon.js';
import { Notice, ProblemNotice } from '../ui/notice.js';
import { Empty, Missing, Page, Panel } from '../ui/page.js';
import { Due, Grade } from '../ui/signs.js';
import { Delivery } from './delivery.js';
import { Findings } from './findings.js';
import { LatestScore } from './latest-score.js';
import { OpenPhaseOut } from './lifecycle.js';
import { OpenCase } from './open-case.js';
import { OrderShares } from './order-shares.js';
import { Outlook } from './outlook.js';
import { Certificates, Contracts } from './papers.js';
import { useSupplier, type Supplier as SupplierData } from './queries.js';
import { Segmentations } from './segmentations.js';
import { StatusState } from './status-state.js';
import { SupplierAlerts } from './supplier-alerts.js';
import { Timeline } from './timeline.js';

/** One supplier: who it is, how it delivers, what is open, what happened. */
export function Supplier() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const { state } = useLocation();
  const found = useSupplier(id);
  const mayReview = useMay('evaluations:start');
  const mayOpen = useMay('rectification:open');
  const maySeeTalk = useMay('rectification:read');
  const maySeeAlerts = useMay('alerts:read');
  const maySeeConsequences = useMay('consequences:read');
  const maySeeRaters = useMay('surveys:read');
  const mayPhaseOut = useMay('phaseOut:open');
  const mayInvite = useMay('onboarding:open');
  const mayHandIn = useMay('submissions:write');
  const mayReport = useMay('disruptions:report');
  const [dialog, setDialog] = useState<'review' | 'case' | 'submission' | 'disruption' | 'phaseOut' | null>(null);
  if (found.isPending) return <Waiting />;
  if (found.isError) {
    const { status } = asProblem(found.error);
    if (status === 404 || status === 400) return <Missing title={t('supplier.missing')} why={t('supplier.missingWhy')} />;
    return (
      <Page title={t('suppliers.title')}>
        <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />
      </Page>
    );
  }
  const supplier = found.data;
  // The server answers for a merged supplier with the one that was kept.
  if (supplier.id !== id) return <Navigate to={`/suppliers/${supplier.id}`} replace state={{ merged: true }} />;
  const actions = (
    <>
      {maySeeTalk && (
        <Button variant="default" leftSection={<Icon name="mail" />} component={Link} to={`/suppliers/${id}/conversation`}>
          {t('supplier.conversation')}
        </Button>
      )}
      <Button variant="default" leftSection={<Icon name="user" />} component={Link} to={`/suppliers/${id}/relationship`}>
        {t('supplier.relationship')}
      </Button>
      {mayReview && (
        <Button variant="default" leftSection={<Icon name="play" />} onClick={() => setDialog('review')}>
          {t('review.start')}
        </Button>
      )}
      {mayOpen && (
        <Button variant="default" leftSection={<Icon name="plus" />} onClick={() => setDialog('case')}>
          {t('openCase.action')}
        </Button>
      )}
      {mayPhaseOut && ['active', 'on-watch'].includes(supplier.status) && (
        <Button variant="default" leftSection={<Icon name="close" />} onClick={() => setDialog('phaseOut')}>
          {t('openPhaseOut.action')}
        </Button>
      )}
      {mayInvite && ['inactive', 'rejected'].includes(supplier.status) && (
        <Button variant="default" leftSection={<Icon name="mail" />} component={Link} to={`/onboardings/invite?supplier=${id}`}>
          {t('invite.againAction')}
        </Button>
      )}
      {mayHandIn && (
        <Button variant="default" leftSection={<Icon name="upload" />} onClick={() => setDialog('submission')}>
          {t('supplier.handIn')}
        </Button>
      )}
      {mayReport && (
        <Button variant="default" leftSection={<Icon name="alert" />} onClick={() => setDialog('disruption')}>
          {t('disruption.action')}
        </Button>
      )}
    </>
  );
  return (
    <Page title={supplier.name} back={{ to: '/suppliers', label: t('suppliers.title') }} lead={<span className="mono">{supplier.code}</span>} actions={actions}>
      {isMerged(state) && (
        <div className="sent" role="status">
          <Notice>
            <p>{t('supplier.merged')}</p>
          </Notice>
        </div>
      )}
      <div className="columns">
        <div className="column">
          <Head supplier={supplier} />
          <Delivery id={id} />
          <LatestScore id={id} />
          <Segmentations supplier={supplier} />
          <Outlook id={id} />
          <Timeline id={id} />
        </div>
        <div className="column">
          <Cases id={id} />
          <OrderShares supplier={supplier} />
          {maySeeAlerts && <SupplierAlerts id={id} />}
          {maySeeConsequences && <SupplierConsequences id={id} />}
          <AppealsOf filter={{ supplierId: id }} />
          {maySeeRaters && <Raters supplierId={id} supplierName={supplier.name} />}
          <Findings id={id} />
          <Certificates id={id} />
          <Contracts id={id} />
          <Contacts supplier={supplier} />
        </div>
      </div>
      {dialog === 'review' && <StartReview supplier={supplier} onClose={() => setDialog(null)} />}
      {dialog === 'phaseOut' && <OpenPhaseOut supplier={supplier} onClose={() => setDialog(null)} />}
      {dialog === 'case' && <OpenCase supplier={supplier} onClose={() => setDialog(null)} />}
      {dialog === 'disruption' && <ReportDisruption supplierId={supplier.id} supplierName={supplier.name} onClose={() => setDialog(null)} />}
      {dialog === 'submission' && (
        <SubmissionDialog supplierId={supplier.id} supplierName={supplier.name} contacts={supplier.contacts} onClose={() => setDialog(null)} />
      )}
    </Page>
  );
}

function paretoKey(paretoClass: number): '1' | '2' | '3' {
  return paretoClass === 1 ? '1' : paretoClass === 2 ? '2' : '3';
}

function isMerged(state: unknown): boolean {
  return typeof state === 'object' && state !== null && 'merged' in state;
}

function Head({ supplier }: { supplier: SupplierData }) {
  const { t, i18n } = useTranslation();
  const country = supplier.country ? (new Intl.DisplayNames([i18n.language], { type: 'region' }).of(supplier.country) ?? supplier.country) : t('supplier.unknown');
  const language = new Intl.DisplayNames([i18n.language], { type: 'language' }).of(supplier.language) ?? supplier.language;
  return (
    <section className="panel supplier-head" aria-label={t('supplier.about')}>
      <div className="supplier-grade">
        <Grade grade={supplier.grade} large words />
      </div>
      <dl className="facts">
        <div>
          <dt>{t('supplier.status')}</dt>
          <dd>
            <StatusState status={supplier.status} />
          </dd>
        </div>
        <div>
          <dt>{t('supplier.segment')}</dt>
          <dd>{t(`segment.${supplier.segment}`)}</dd>
        </div>
        <div>
          <dt>{t('supplier.pareto')}</dt>
          <dd>{supplier.paretoClass === null ? t('supplier.unknown') : t(`pareto.${paretoKey(supplier.paretoClass)}`)}</dd>
        </div>
        <div>
          <dt>{t('supplier.country')}</dt>
          <dd>{country}</dd>
        </div>
        <div>
          <dt>{t('supplier.timeZone')}</dt>
          <dd>{supplier.timeZone}</dd>
        </div>
        <div>
          <dt>{t('supplier.language')}</dt>
          <dd>{language}</dd>
        </div>
        <div>
          <dt>{t('supplier.owner')}</dt>
          <dd>{supplier.owner?.name ?? t('supplier.noOwner')}</dd>
        </div>
        {supplier.taxId && (
          <div>
            <dt>{t('supplier.taxId')}</dt>
            <dd className="mono">{supplier.taxId}</dd>
          </div>
        )}
        {supplier.categories.length > 0 && (
          <div>
            <dt>{t('supplier.categories')}</dt>
            <dd>{supplier.categories.join(', ')}</dd>
          </div>
        )}
      </dl>
    </section>
  );
}

function Cases({ id }: { id: string }) {
  const { t } = useTranslation();
  const words = useCaseWords();
  const filter = { status: 'open', waitingFor: '', overdue: '', supplierId: id };
  const rectifications = useCases(filter);
  const onboardings = useCases(filter, 'onboarding', useMay('onboarding:read'));
  const phaseOuts = useCases(filter, 'phaseOut', useMay('phaseOut:read'));
  const all = [phaseOuts, onboardings, rectifications];
  const items = all.flatMap(({ data }) => data?.pages.flatMap((page) => page.items) ?? []);
  const failed = all.find(({ isError }) => isError);
  const waiting = all.some(({ isLoading }) => isLoading);
  return (
    <Panel title={t('supplier.openCases')} flush>
      {waiting && <Waiting lines={2} />}
      {failed && <ProblemNotice error={failed.error} onRetry={() => void failed.refetch()} />}
      {!waiting && !failed && items.length === 0 && <Empty small title={t('supplier.noCases')} why={t('supplier.noCasesWhy')} />}
      <ul className="plain-list rows">
        {items.map((one) => (
          <li key={one.id}>
            <Link to={caseAddress(one)}>{words.title(one)}</Link>
            <p className="small soft">{words.stage(one.stage)}</p>
            <p className="small">
              <Due at={one.dueAt} overdue={one.overdue} full />
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Contacts({ supplier }: { supplier: SupplierData }) {
  const { t } = useTranslation();
  return (
    <Panel title={t('supplier.contacts')} flush>
      {supplier.contacts.length === 0 && <Empty small title={t('supplier.noContacts')} why={t('supplier.noContactsWhy')} />}
      <ul className="plain-list rows">
        {supplier.contacts.map((contact) => (
          <li key={contact.id}>
            <p>
              {contact.name} <span className="small soft">· {contact.role}</span>
            </p>
            <p className="mono">{contact.email}</p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
