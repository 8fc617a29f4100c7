import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.js';
import { DataTable, type Column } from '../ui/data-table.js';
import { Panel } from '../ui/page.js';
import { State } from '../ui/signs.js';
import type { PolicyDocument } from './queries.js';
import { useTermLabel, useTermValue } from './words.js';

/** What the policy says of alerts, segmentation and rectifications. */
export function RulesOfProcesses({ document }: { document: PolicyDocument }) {
  return (
    <>
      <Alerts document={document} />
      <Segmentation document={document} />
      <Rectification document={document} />
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
