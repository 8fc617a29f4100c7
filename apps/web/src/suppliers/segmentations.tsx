import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.js';
import { useMay } from '../session/me.js';
import { More, Waiting } from '../ui/data-table.js';
import { Notice, ProblemNotice } from '../ui/notice.js';
import { Empty, Panel } from '../ui/page.js';
import { Axis } from './axis.js';
import { Overrides } from './overrides.js';
import { Override, Questionnaire } from './place.js';
import { useQuestions, useSegmentations, type Question, type Segmentation } from './segmentation-queries.js';
import type { Supplier } from './queries.js';

type Asked = { dialog: 'questions'; placed: Segmentation | null } | { dialog: 'override' };

/** Where the supplier stands in the matrix of each category, how that was computed, and what people have set in its place. */
export function Segmentations({ supplier }: { supplier: Supplier }) {
  const { t } = useTranslation();
  const [history, setHistory] = useState(false);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [done, setDone] = useState(false);
  const mayPlace = useMay('segmentation:write');
  const mayOverride = useMay('segmentation:override');
  const mayReadPolicy = useMay('policies:read');
  const questions = useQuestions(mayReadPolicy);
  const placements = useSegmentations(supplier.id, history);
  const items = placements.data?.pages.flatMap((page) => page.items) ?? [];
  const close = () => setAsked(null);
  const said = () => {
    setDone(true);
    close();
  };
  return (
    <Panel title={t('segmentation.title')} note={t('segmentation.note', { segment: t(`segment.${supplier.segment}`) })} flush>
      <div className="sent" role="status">
        {done && (
          <Notice tone="good" icon="check">
            <p>{t('segmentation.done')}</p>
          </Notice>
        )}
      </div>
      {placements.isPending && <Waiting lines={3} />}
      {placements.isError && <ProblemNotice error={placements.error} onRetry={() => void placements.refetch()} />}
      {placements.isSuccess && items.length === 0 && <Empty small title={t('segmentation.none')} why={t('segmentation.noneWhy')} />}
      <ul className="plain-list rows">
        {items.map((placed) => (
          <Placement key={placed.id} placed={placed} questions={questions} onAnswer={mayPlace && questions && placed.supersededAt === null ? () => setAsked({ dialog: 'questions', placed }) : null} />
        ))}
      </ul>
      <More shown={items.length} hasMore={placements.hasNextPage} loading={placements.isFetchingNextPage} onMore={() => void placements.fetchNextPage()} />
      <div className="panel-body">
        <div className="form-actions">
          {mayPlace && questions && (
            <Button size="compact-sm" variant="default" onClick={() => setAsked({ dialog: 'questions', placed: null })}>
              {t('segmentation.answer')}
            </Button>
          )}
          {mayOverride && (
            <Button size="compact-sm" variant="default" onClick={() => setAsked({ dialog: 'override' })}>
              {t('override.make')}
            </Button>
          )}
        </div>
        <Checkbox className="months-choice" size="sm" label={t('segmentation.history')} checked={history} onChange={(event) => setHistory(event.currentTarget.checked)} />
        <Overrides supplierId={supplier.id} mayEnd={mayOverride} />
      </div>
      {asked?.dialog === 'questions' && questions && <Questionnaire supplier={supplier} placed={asked.placed} questions={questions} onClose={close} onDone={said} />}
      {asked?.dialog === 'override' && <Override supplier={supplier} categories={[...new Set([...supplier.categories, ...items.map(({ category }) => category)])]} onClose={close} onDone={said} />}
    </Panel>
  );
}

function Placement({ placed, questions, onAnswer }: { placed: Segmentation; questions: readonly Question[] | null; onAnswer: (() => void) | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const past = placed.supersededAt !== null;
  return (
    <li>
      <div className="row-line">
        <h3>
          {placed.category} <span className={past ? 'tag' : 'tag tag-accent'}>{t(`segment.${placed.segment}`)}</span>
        </h3>
        <span className="small soft">
          {format.moment(placed.decidedAt)}
          {past && ` · ${t('segmentation.superseded')}`}
        </span>
      </div>
      <Axis name="supplyRisk" axis={placed.explanation.supplyRisk} highFrom={placed.explanation.highFrom} questions={questions} />
      <Axis name="profitImpact" axis={placed.explanation.profitImpact} highFrom={placed.explanation.highFrom} questions={questions} />
      <p className="small soft">{t('segmentation.policy', { version: placed.policyVersion })}</p>
      {onAnswer && (
        <Button size="compact-sm" variant="default" onClick={onAnswer}>
          {t('segmentation.answerAgain')}
          <span className="quiet">: {placed.category}</span>
        </Button>
      )}
    </li>
  );
}
