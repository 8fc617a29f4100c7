import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.js';
import { segments } from '../suppliers/queries.js';
import { DataTable, type Column } from '../ui/data-table.js';
import { Empty, Panel } from '../ui/page.js';
import { Grade } from '../ui/signs.js';
import { PolicyFrame } from './policy-frame.js';
import type { PolicyDocument } from './queries.js';
import { RulesOfProcesses } from './terms.js';
import { useIndicators, useNormaliserWords } from './words.js';

type Segment = (typeof segments)[number];
type Weighed = PolicyDocument['templates'][Segment][number];

/** What a version says, readable without knowing the document. */
export function Policy() {
  return (
    <PolicyFrame>
      {({ document }) => (
        <div className="column">
          <Templates document={document} />
          <Grades document={document} />
          <OwnIndicators document={document} />
          <RulesOfProcesses document={document} />
        </div>
      )}
    </PolicyFrame>
  );
}

function Templates({ document }: { document: PolicyDocument }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { titleOf, knownOf } = useIndicators(document);
  const points = useNormaliserWords();
  const columns: readonly Column<Weighed>[] = [
    { key: 'indicator', header: t('policy.indicator'), wide: true, cell: ({ indicator }) => <strong>{titleOf(indicator)}</strong> },
    {
      key: 'weight',
      header: t('policy.weight'),
      end: true,
      cell: ({ weight }) => (
        <span className="weight">
          <span className="number">{format.number(weight)}</span>
          <span className="bar" aria-hidden="true">
            <span style={{ width: `${weight}%` }} />
          </span>
        </span>
      ),
    },
    { key: 'points', header: t('policy.points'), wide: true, cell: ({ indicator, normaliser }) => <span className="soft">{points(normaliser, knownOf(indicator))}</span> },
  ];
  const same = groupsOf(document);
  return (
    <Panel title={t('policy.templates')} note={t('policy.templatesNote')} flush>
      {same.map((group) => {
        const names = group.map((segment) => t(`segment.${segment}`)).join(', ');
        return (
          <section key={names} className="template" aria-label={names}>
            <h3>{names}</h3>
            <DataTable
              caption={t('policy.templateOf', { segment: names })}
              columns={columns}
              rows={document.templates[group[0] ?? 'routine']}
              keyOf={({ indicator }) => indicator}
            />
          </section>
        );
      })}
    </Panel>
  );
}

/** Segments that share the same template stand together. */
function groupsOf({ templates }: PolicyDocument): Segment[][] {
  const groups = new Map<string, Segment[]>();
  for (const segment of segments) {
    const key = JSON.stringify(templates[segment]);
    groups.set(key, [...(groups.get(key) ?? []), segment]);
  }
  return [...groups.values()];
}

function Grades({ document }: { document: PolicyDocument }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { titleOf } = useIndicators(document);
  const { gradeBounds, gates, minimumSamples } = document;
  const samples = Object.entries(minimumSamples);
  return (
    <Panel title={t('policy.grades')}>
      <div className="column">
        <ul className="plain-list grade-bounds">
          <li>
            <Grade grade="A" /> {t('policy.gradeFrom', { bound: format.number(gradeBounds.A) })}
          </li>
          <li>
            <Grade grade="B" /> {t('policy.gradeFrom', { bound: format.number(gradeBounds.B) })}
          </li>
          <li>
            <Grade grade="C" /> {t('policy.gradeBelow', { bound: format.number(gradeBounds.B) })}
          </li>
          <li>
            <Grade grade="N" /> {t('policy.gradeN', { share: format.number(document.minimumWeightShare) })}
          </li>
        </ul>
        <ul className="sentences">
          {gates.map(({ gate, highestGrade }) => (
            <li key={gate}>{t('policy.gate', { grade: highestGrade, condition: t(`gateCondition.${gate}`) })}</li>
          ))}
          {gates.length === 0 && <li>{t('policy.noGates')}</li>}
          <li>{document.toleranceDays === 0 ? t('policy.noTolerance') : t('policy.tolerance', { count: document.toleranceDays })}</li>
          <li>{t('policy.overDelivery', { percent: format.percent(document.overDeliveryPercent) })}</li>
          <li>{t('policy.recurrence', { count: document.recurrenceDays })}</li>
          <li>{document.appealWindowDays === 0 ? t('policy.noAppeal') : t('policy.appeal', { count: document.appealWindowDays })}</li>
          <li>{document.restatementPeriods === 0 ? t('policy.noRestatement') : t('policy.restatement', { count: document.restatementPeriods })}</li>
          {samples.map(([name, least]) => (
            <li key={name}>{t('policy.minimumSample', { indicator: titleOf(name), count: least })}</li>
          ))}
        </ul>
      </div>
    </Panel>
  );
}

type Own = PolicyDocument['indicators'][number];

function OwnIndicators({ document }: { document: PolicyDocument }) {
  const { t } = useTranslation();
  const columns: readonly Column<Own>[] = [
    {
      key: 'title',
      header: t('policy.indicator'),
      wide: true,
      cell: (own) => (
        <>
          <strong>{own.title}</strong> <span className="mono soft">{own.name}</span>
        </>
      ),
    },
    { key: 'formula', header: t('policy.formula'), wide: true, cell: (own) => <span className="mono">{own.formula ?? `(${own.numerator ?? ''}) / (${own.denominator ?? ''})`}</span> },
    { key: 'unit', header: t('policy.unit'), cell: ({ unit }) => t(`policyUnit.${unit}`) },
    { key: 'direction', header: t('policy.direction'), cell: ({ direction }) => t(`termValue.${direction}`) },
    { key: 'sample', header: t('policy.sample'), wide: true, cell: (own) => <span>{t('policy.sampleOf', { sample: own.sample, least: own.minimumSample })}</span> },
  ];
  return (
    <Panel title={t('policy.ownIndicators')} note={t('policy.ownIndicatorsNote')} flush>
      {document.indicators.length === 0 ? (
        <Empty small title={t('policy.noOwnIndicators')} why={t('policy.noOwnIndicatorsWhy')} />
      ) : (
        <DataTable caption={t('policy.ownIndicators')} columns={columns} rows={document.indicators} keyOf={({ name }) => name} />
      )}
    </Panel>
  );
}
