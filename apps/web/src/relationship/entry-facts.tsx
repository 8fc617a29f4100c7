import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../i18n/format.js';
import { useIndicatorTitle } from '../suppliers/indicator-words.js';
import { useSupplier } from '../suppliers/queries.js';
import { State } from '../ui/signs.js';
import type { Entry, Issue, Milestone, Risk, Target } from './queries.js';

type Tone = 'good' | 'fair' | 'warn' | 'bad' | undefined;

/** From this level a risk is high, from the other one medium: the corners of the five-by-five matrix. */
const HIGH = 15;
const MEDIUM = 8;

const tones: Readonly<Record<string, Tone>> = { met: 'good', done: 'good', resolved: 'good', missed: 'bad' };

/** Where an entry stands, in words; a risk that is open by its level. */
export function EntryState({ one: { entry, riskLevel } }: { one: Entry }) {
  const { t } = useTranslation();
  if (entry.register === 'risk' && entry.status === 'open' && riskLevel !== null) {
    const level = riskLevel >= HIGH ? 'high' : riskLevel >= MEDIUM ? 'medium' : 'low';
    return <State tone={({ high: 'bad', medium: 'warn', low: 'fair' } as const)[level]} label={t(`risk.level.${level}`, { level: riskLevel })} />;
  }
  if (entry.register === 'issue' && entry.status === 'open') return <State tone={entry.severity === 'critical' ? 'bad' : 'warn'} label={t(`severity.${entry.severity}`)} />;
  return <State tone={tones[entry.status]} label={t(`entryStatus.${entry.status}`)} />;
}

/** What an entry says, as its register has it. */
export function EntryFacts({ one }: { one: Entry }) {
  switch (one.entry.register) {
    case 'target':
      return <TargetFacts target={one.entry} isReached={one.isReached} />;
    case 'milestone':
      return <MilestoneFacts milestone={one.entry} />;
    case 'risk':
      return <RiskFacts risk={one.entry} />;
    case 'issue':
      return <IssueFacts issue={one.entry} hours={one.hoursToResolve} />;
  }
}

function TargetFacts({ target, isReached }: { target: Target; isReached: boolean | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const title = useIndicatorTitle();
  const figure = (value: number) => [format.number(value, 4), target.unit].filter(Boolean).join('\u00a0');
  return (
    <>
      <p className="small">
        {target.indicator && `${title(target.indicator)}: `}
        {t(`target.${target.direction}`, { value: figure(target.value) })}
      </p>
      {target.reached !== null && (
        <p className="small">
          <State tone={isReached ? 'good' : 'warn'} label={t('target.reachedSoFar', { value: figure(target.reached) })} />
        </p>
      )}
    </>
  );
}

function MilestoneFacts({ milestone: { topic, doneBy, description, result } }: { milestone: Milestone }) {
  const { t } = useTranslation();
  return (
    <>
      <p className="small">
        {t(`topic.${topic}`)} · {t(`doneBy.${doneBy}`)}
      </p>
      <Said text={description} />
      <Said label={t('milestone.result')} text={result} />
    </>
  );
}

function RiskFacts({ risk: { probability, impact, response, action, backupSupplierId } }: { risk: Risk }) {
  const { t } = useTranslation();
  return (
    <>
      <p className="small">
        {t('risk.product', { probability, impact })} · {t(`risk.response.${response}`)}
      </p>
      <Said text={action} />
      {backupSupplierId !== null && (
        <p className="small">
          {t('risk.backup')}: <Backup id={backupSupplierId} />
        </p>
      )}
    </>
  );
}

function Backup({ id }: { id: string }) {
  const backup = useSupplier(id);
  return <Link to={`/suppliers/${id}`}>{backup.data?.name ?? '…'}</Link>;
}

function IssueFacts({ issue: { beganAt, resolvedAt, callWhom, steps, prevention }, hours }: { issue: Issue; hours: number | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      <p className="small">
        {t('issue.began', { at: format.moment(beganAt) })}
        {resolvedAt !== null && hours !== null && ` · ${t('issue.resolvedAfter', { hours: format.number(hours), count: Math.round(hours * 10) / 10 })}`}
      </p>
      <Said label={t('issue.callWhom')} text={callWhom} />
      <Said label={t('issue.steps')} text={steps} />
      <Said label={t('issue.prevention')} text={prevention} />
    </>
  );
}

function Said({ label, text }: { label?: string; text: string }) {
  if (text === '') return null;
  return (
    <p className="small prose">
      {label && <span className="soft">{label}: </span>}
      {text}
    </p>
  );
}
