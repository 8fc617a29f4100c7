import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Case } from '../cases/queries.js';
import { useFormat } from '../i18n/format.js';
import { Certificates, Contracts } from '../suppliers/papers.js';
import { Notice } from '../ui/notice.js';
import { Panel } from '../ui/page.js';
import { State } from '../ui/signs.js';
import { Approvals } from './approvals.js';
import { QualificationPart } from './qualification.js';
import type { OnboardingDetail } from './queries.js';
import { useNames } from './use-names.js';

/** What an onboarding shows besides what every case shows: answers, placing, audit, approvals, papers. */
export function Onboarding({ one, detail }: { one: Case; detail: OnboardingDetail }) {
  const hasContract = detail.requalifies || ['contracting', 'trial', 'active'].includes(one.stage);
  return (
    <>
      <Placing one={one} detail={detail} />
      {detail.approval.steps.length > 0 && <Approvals one={one} approval={detail.approval} />}
      <QualificationPart one={one} detail={detail} />
      <Certificates id={one.supplierId} />
      {hasContract && <Contracts id={one.supplierId} />}
    </>
  );
}

function Placing({ one, detail }: { one: Case; detail: OnboardingDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useNames();
  const { agreement, agreementAsked, askedFor, expected, segment, expectedSpend, audit, trial, requalifies } = detail;
  const isAccepted = agreement?.version === agreementAsked;
  const spend = (value: number) => t('onboarding.aYear', { spend: format.number(value, 2) });
  return (
    <Panel title={t('onboarding.standing')}>
      {requalifies && (
        <Notice>
          <p>{t('onboarding.requalifies')}</p>
        </Notice>
      )}
      {askedFor !== null && (
        <Notice tone="warn" icon="clock">
          <p>{t('onboarding.asked', { name: nameOf(askedFor.by), at: format.moment(askedFor.at) })}</p>
        </Notice>
      )}
      {!isAccepted && one.status === 'open' && one.stage !== 'invited' && (
        <Notice tone="warn" icon="alert">
          <p>{t('onboarding.agreementMissing')}</p>
        </Notice>
      )}
      <dl className="facts">
        <div>
          <dt>{t('onboarding.agreement')}</dt>
          <dd>
            <State label={t(isAccepted ? 'onboarding.accepted' : 'onboarding.notAccepted')} tone={isAccepted ? 'good' : undefined} />
            <p className="small soft">{t('onboarding.version', { version: agreementAsked })}{agreement !== null && isAccepted && <> · {format.moment(agreement.at)}</>}</p>
          </dd>
        </div>
        {(expected.segment !== null || expected.spend !== null) && (
          <div>
            <dt>{t('onboarding.expected')}</dt>
            <dd>{[expected.segment && t(`segment.${expected.segment}`), expected.spend !== null && spend(expected.spend)].filter(Boolean).join(' · ')}</dd>
          </div>
        )}
        <div>
          <dt>{t('onboarding.placed')}</dt>
          <dd>{segment === null ? <span className="soft">{t('onboarding.notYet')}</span> : [t(`segment.${segment}`), expectedSpend !== null && spend(expectedSpend)].filter(Boolean).join(' · ')}</dd>
        </div>
        {audit !== null && (
          <div>
            <dt>{t('onboarding.audit')}</dt>
            <dd>
              <State label={t(`option.${audit.result}`)} tone={audit.result === 'passed' ? 'good' : 'bad'} /> <span className="soft">· {nameOf(audit.by)}</span>
              {audit.findings.length > 0 && (
                <p className="small">
                  {t('onboarding.findings', { count: audit.findings.length })} · <Link to={`/cases?supplierId=${one.supplierId}`}>{t('onboarding.rectifications')}</Link>
                </p>
              )}
            </dd>
          </div>
        )}
        {trial !== null && (
          <div>
            <dt>{t('onboarding.trial')}</dt>
            <dd>
              {t('onboarding.trialSince', { at: format.moment(trial.since) })}
              {trial.prolongedAt !== null && <p className="small soft">{t('onboarding.prolonged', { at: format.moment(trial.prolongedAt) })}</p>}
              {trial.judged !== null && <p className="small">{t('onboarding.judged', { grade: t(`grade.${trial.judged.grade}`), period: format.period(trial.judged.from, trial.judged.to) })}</p>}
            </dd>
          </div>
        )}
      </dl>
    </Panel>
  );
}
