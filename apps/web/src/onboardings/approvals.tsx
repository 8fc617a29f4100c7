import { useTranslation } from 'react-i18next';
import type { Case } from '../cases/queries.js';
import { useFormat } from '../i18n/format.js';
import { useRoleNames } from '../people/role-names.js';
import { useMe } from '../session/me.js';
import { ProblemNotice } from '../ui/notice.js';
import { Panel } from '../ui/page.js';
import { State } from '../ui/signs.js';
import { useApprovers, type OnboardingDetail } from './queries.js';
import { useNames } from './use-names.js';

type Approval = OnboardingDetail['approval'];
type Given = Approval['given'][number];

/** One approval that the rule asks for: given, awaited now, or to be asked later. */
interface Slot {
  readonly role: Approval['askedOf'][number];
  readonly given: Given | null;
  readonly awaited: boolean;
}

/** Who has approved, who is awaited, and who could do it: by their own role, as a deputy, or because it was passed on to them. */
export function Approvals({ one, approval }: { one: Case; approval: Approval }) {
  const { t } = useTranslation();
  const { steps } = approval;
  const total = steps.flat().length;
  return (
    <Panel title={t('onboarding.approvals')} note={t('onboarding.approvalsNote', { given: approval.given.length, count: total })} flush>
      <ol className="plain-list rows">
        {steps.map((roles, step) => (
          <li key={step}>
            {steps.length > 1 && <h3>{t('onboarding.step', { step: step + 1 })}</h3>}
            <ul className="plain-list approval-slots">
              {slotsOf(approval, roles, step).map((slot, at) => (
                <li key={at}>
                  <OneApproval slot={slot} />
                </li>
              ))}
            </ul>
            <PassedOn approval={approval} step={step} />
          </li>
        ))}
      </ol>
      {approval.askedOf.length > 0 && <Approvers one={one} />}
    </Panel>
  );
}

function slotsOf({ given, askedOf, steps }: Approval, roles: Approval['steps'][number], step: number): Slot[] {
  const inStep = given.filter((each) => each.step === step);
  const asked = steps.findIndex((each, index) => given.filter((one) => one.step === index).length < each.length);
  const used = new Set<Given>();
  return roles.map((role) => {
    const mine = inStep.find((each) => each.role === role && !used.has(each)) ?? null;
    if (mine) used.add(mine);
    return { role, given: mine, awaited: mine === null && step === asked && askedOf.includes(role) };
  });
}

function OneApproval({ slot: { role, given, awaited } }: { slot: Slot }) {
  const { t } = useTranslation();
  const format = useFormat();
  const roleNames = useRoleNames();
  const nameOf = useNames();
  if (!given) return <State label={t(awaited ? 'onboarding.awaited' : 'onboarding.later', { role: roleNames([role]) })} tone={awaited ? 'warn' : undefined} />;
  return (
    <>
      <State label={t('onboarding.givenBy', { name: nameOf(given.by), role: roleNames([role]) })} tone="good" />
      <p className="small soft">
        {given.inPlaceOf !== null && <>{t('onboarding.inPlaceOf', { name: nameOf(given.inPlaceOf) })} · </>}
        <time dateTime={given.at}>{format.moment(given.at)}</time>
      </p>
    </>
  );
}

function PassedOn({ approval, step }: { approval: Approval; step: number }) {
  const { t } = useTranslation();
  const nameOf = useNames();
  return approval.passedOn
    .filter((each) => each.step === step)
    .map(({ from, to, role }) => (
      <p key={`${role} ${from}`} className="small soft">
        {t('onboarding.passedOn', { from: nameOf(from), to: nameOf(to) })}
      </p>
    ));
}

function Approvers({ one }: { one: Case }) {
  const { t } = useTranslation();
  const roleNames = useRoleNames();
  const me = useMe().data;
  const found = useApprovers(one.id, one.sequence);
  if (found.isError) return <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return null;
  return (
    <div className="panel-body">
      <h3>{t('onboarding.approvers')}</h3>
      {found.data.items.length === 0 ? (
        <p>{t('onboarding.noApprovers')}</p>
      ) : (
        <ul className="plain-list">
          {found.data.items.map(({ id, name, role, inPlaceOf }) => (
            <li key={id}>
              {name} {id === me?.id && <span className="tag tag-accent">{t('onboarding.you')}</span>}{' '}
              <span className="soft">
                · {roleNames([role])}
                {inPlaceOf !== null && <> · {t('onboarding.inPlaceOf', { name: inPlaceOf.name })}</>}
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
