import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.js';
import { DataTable, type Column } from '../ui/data-table.js';
import { Panel } from '../ui/page.js';
import { State } from '../ui/signs.js';
import type { PolicyDocument } from './queries.js';
import { useTermLabel, useTermValue } from './words.js';

/** What the policy says of evaluations and their consequences, alerts, segmentation, rectifications, and how suppliers come in and leave. */
export function RulesOfProcesses({ document }: { document: PolicyDocument }) {
  return (
    <>
      <Evaluations document={document} />
      <Consequences document={document} />
      <Alerts document={document} />
      <Segmentation document={document} />
      <Rectification document={document} />
      <Onboarding document={document} />
      <PhaseOut document={document} />
    </>
  );
}

function Terms({ path, values }: { path: string; values: Readonly<Record<string, unknown>> }) {
  const label = useTermLabel();
  const value = useTermValue();
  return (
    <dl className="facts">
      {Object.entries(values).map(([name, each]) => (
        <div key={name}>
          <dt>{label(`${path}.${name}`)}</dt>
          <dd>{value(each)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Evaluations({ document }: { document: PolicyDocument }) {
  const { t } = useTranslation();
  const { criteria, calibration, ...terms } = document.evaluation;
  const asked = criteria.map(({ name, title }) => title ?? t(`criterion.${name}`, { defaultValue: name }));
  return (
    <Panel title={t('policy.evaluation')} note={t('policy.evaluationNote')}>
      <Terms
        path="evaluation"
        values={{ criteria: asked, ...terms, 'calibration.minimumRaters': calibration.minimumRaters, 'calibration.minimumShared': calibration.minimumShared }}
      />
    </Panel>
  );
}

type Rule = PolicyDocument['consequences'][number];

function Consequences({ document }: { document: PolicyDocument }) {
  const { t } = useTranslation();
  const columns: readonly Column<Rule>[] = [
    { key: 'kind', header: t('policy.consequence'), wide: true, cell: ({ kind }) => <strong>{t(`termValue.${kind}`)}</strong> },
    { key: 'when', header: t('policy.consequenceWhen'), wide: true, cell: ({ grade, periods }) => t('policy.gradeInRow', { grade, count: periods }) },
    { key: 'segments', header: t('supplier.segment'), cell: ({ segments }) => segments?.map((segment) => t(`segment.${segment}`)).join(', ') ?? t('policy.everySegment') },
    { key: 'months', header: t('policy.holdsFor'), cell: ({ months }) => (months === null ? t('policy.untilEnded') : t('policy.monthsLong', { count: months })) },
    { key: 'terms', header: t('policy.consequenceTerms'), cell: ({ terms }) => <span className="soft">{Object.entries(terms).map(([name, value]) => `${name}: ${value}`).join('; ')}</span> },
  ];
  return (
    <Panel title={t('policy.consequences')} note={t('policy.consequencesNote')} flush>
      {document.consequences.length > 0 && <DataTable caption={t('policy.consequences')} columns={columns} rows={document.consequences} keyOf={({ name }) => name} />}
    </Panel>
  );
}

function Alerts({ document }: { document: PolicyDocument }) {
  const { t } = useTranslation();
  const label = useTermLabel();
  const { judgedAfterBusinessDays, foresight, ...rules } = document.monitoring;
  return (
    <Panel title={t('policy.monitoring')} note={t('policy.judgedAfter', { count: judgedAfterBusinessDays })} flush>
      <ul className="plain-list rows">
        {Object.entries(rules).map(([name, { enabled, ...terms }]) => (
          <li key={name}>
            <div className="row-line">
              <h3>{label(`monitoring.${name}`)}</h3>
              <State label={enabled ? t('policy.ruleOn') : t('policy.ruleOff')} tone={enabled ? 'good' : undefined} />
            </div>
            <Terms path={`monitoring.${name}`} values={terms} />
          </li>
        ))}
        <li>
          <div className="row-line">
            <h3>{label('monitoring.foresight')}</h3>
          </div>
          <Terms path="monitoring.foresight" values={foresight} />
        </li>
      </ul>
    </Panel>
  );
}

type Question = PolicyDocument['segmentation']['questions'][number];
type Figure = PolicyDocument['segmentation']['figures'][number];

function Segmentation({ document }: { document: PolicyDocument }) {
  const { t } = useTranslation();
  const format = useFormat();
  const value = useTermValue();
  const { questions, figures, pareto, ...terms } = document.segmentation;
  const questionColumns: readonly Column<Question>[] = [
    { key: 'ask', header: t('policy.question'), wide: true, cell: ({ ask }) => ask },
    { key: 'axis', header: t('term.axis'), cell: ({ axis }) => value(axis) },
    { key: 'weight', header: t('policy.weight'), end: true, cell: ({ weight }) => format.number(weight) },
    {
      key: 'scale',
      header: t('policy.answers'),
      wide: true,
      cell: ({ scale }) => <span className="soft">{scale.map(({ meaning, points }) => `${meaning} – ${format.number(points)}`).join('; ')}</span>,
    },
  ];
  const figureColumns: readonly Column<Figure>[] = [
    { key: 'figure', header: t('policy.figure'), wide: true, cell: ({ figure }) => value(figure) },
    { key: 'axis', header: t('term.axis'), cell: ({ axis }) => value(axis) },
    { key: 'weight', header: t('policy.weight'), end: true, cell: ({ weight }) => format.number(weight) },
    { key: 'zero', header: t('term.zeroAt'), end: true, cell: ({ zeroAt }) => format.number(zeroAt, 2) },
    { key: 'hundred', header: t('term.hundredAt'), end: true, cell: ({ hundredAt }) => format.number(hundredAt, 2) },
  ];
  return (
    <Panel title={t('policy.segmentation')} note={t('policy.segmentationNote')} flush>
      <DataTable caption={t('policy.questions')} columns={questionColumns} rows={questions} keyOf={({ question }) => question} />
      <DataTable caption={t('policy.figures')} columns={figureColumns} rows={figures} keyOf={({ figure, axis }) => `${figure} ${axis}`} />
      <div className="panel-body">
        <Terms path="segmentation" values={{ ...terms, 'pareto.first': pareto.first, 'pareto.second': pareto.second, 'pareto.currency': pareto.currency }} />
      </div>
    </Panel>
  );
}

function Rectification({ document }: { document: PolicyDocument }) {
  const { t } = useTranslation();
  return (
    <Panel title={t('policy.rectification')} note={t('policy.rectificationNote')}>
      <Terms path="rectification" values={document.rectification} />
    </Panel>
  );
}

type ApprovalRule = PolicyDocument['onboarding']['approvals'][number];

function Onboarding({ document }: { document: PolicyDocument }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { approvals, ...terms } = document.onboarding;
  const columns: readonly Column<ApprovalRule>[] = [
    { key: 'segments', header: t('supplier.segment'), wide: true, cell: ({ segments }) => segments.map((segment) => t(`segment.${segment}`)).join(', ') },
    { key: 'spend', header: t('policy.fromSpend'), end: true, cell: ({ fromSpend }) => format.number(fromSpend) },
    { key: 'steps', header: t('policy.approvedBy'), wide: true, cell: ({ steps }) => steps.map((roles) => roles.map((role) => t(`role.${role}`)).join(' + ')).join(' → ') },
  ];
  return (
    <Panel title={t('policy.onboarding')} note={t('policy.onboardingNote')} flush>
      <DataTable caption={t('policy.approvalRules')} columns={columns} rows={approvals} keyOf={(rule) => JSON.stringify(rule)} />
      <div className="panel-body">
        <Terms path="onboarding" values={terms} />
      </div>
    </Panel>
  );
}

function PhaseOut({ document }: { document: PolicyDocument }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { steps, ...terms } = document.phaseOut;
  return (
    <Panel title={t('policy.phaseOut')} note={t('policy.phaseOutNote')}>
      <Terms path="phaseOut" values={terms} />
      <h3>{t('policy.shift')}</h3>
      <ol>
        {steps.map(({ ofNotice, moved }) => (
          <li key={ofNotice}>{t('policy.shiftStep', { ofNotice: format.number(ofNotice), moved: format.number(moved) })}</li>
        ))}
      </ol>
    </Panel>
  );
}
