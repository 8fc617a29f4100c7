import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWho } from '../evaluations/who.js';
import { useFormat, type Format } from '../i18n/format.js';
import { useMay } from '../session/me.js';
import type { Supplier } from '../suppliers/queries.js';
import { More, Waiting } from '../ui/data-table.js';
import { ProblemNotice } from '../ui/notice.js';
import { Empty, Panel } from '../ui/page.js';
import { Due, State } from '../ui/signs.js';
import { ForecastForm } from './forecast-form.js';
import { useForecast, useForecasts, type Forecast } from './queries.js';

type Line = Forecast['lines'][number];

/** What we expect to need, what the supplier commits to, and what came; the newest forecast in full. */
export function Forecasts({ supplier, onDone }: { supplier: Supplier; onDone: (said: string) => void }) {
  const { t } = useTranslation();
  const mayWrite = useMay('relationship:write');
  const found = useForecasts(supplier.id);
  const [chosen, setChosen] = useState<string | null>(null);
  const [writing, setWriting] = useState(false);
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  const shown = items.find(({ id }) => id === chosen) ?? items[0];
  return (
    <Panel
      title={t('forecasts.title')}
      flush
      actions={
        mayWrite && (
          <Button size="compact-sm" variant="default" onClick={() => setWriting(true)}>
            {t('forecasts.publish')}
          </Button>
        )
      }
    >
      {found.isPending && <Waiting lines={2} />}
      {found.isError && <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />}
      {found.isSuccess && items.length === 0 && <Empty small title={t('forecasts.none')} why={t('forecasts.noneWhy')} />}
      {shown && <OneForecast key={shown.id} supplier={supplier} forecastId={shown.id} isNewest={shown.id === items[0]?.id} />}
      {items.length > 1 && (
        <div className="panel-body">
          <h3 className="panel-sub">{t('forecasts.versions')}</h3>
          <div className="form-actions">
            {items.map(({ id, version }) => (
              <Button key={id} size="compact-sm" variant={id === shown?.id ? 'light' : 'default'} aria-pressed={id === shown?.id} onClick={() => setChosen(id)}>
                {t('forecasts.version', { version })}
              </Button>
            ))}
          </div>
        </div>
      )}
      <More shown={items.length} hasMore={found.hasNextPage} loading={found.isFetchingNextPage} onMore={() => void found.fetchNextPage()} />
      {writing && (
        <ForecastForm
          supplier={supplier}
          newestId={items[0]?.id ?? null}
          onClose={() => setWriting(false)}
          onDone={() => {
            setWriting(false);
            setChosen(null);
            onDone(t('forecasts.published'));
          }}
        />
      )}
    </Panel>
  );
}

function OneForecast({ supplier, forecastId, isNewest }: { supplier: Supplier; forecastId: string; isNewest: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const who = useWho();
  const found = useForecast(supplier.id, forecastId);
  if (found.isPending) return <Waiting lines={3} />;
  if (found.isError) return <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />;
  const { version, publishedAt, publishedBy, dueAt, committedAt, contactId, lines } = found.data;
  const asked = supplier.contacts.find(({ id }) => id === contactId)?.name;
  return (
    <>
      <div className="panel-body">
        <p>
          {t('forecasts.version', { version })} <span className="small soft">· {format.moment(publishedAt)} · {who(publishedBy)}</span>
        </p>
        {committedAt !== null && (
          <p>
            <State tone="good" label={t('forecasts.committed', { at: format.moment(committedAt) })} />
          </p>
        )}
        {committedAt === null && !isNewest && <State label={t('forecasts.replaced')} />}
        {committedAt === null && isNewest && (
          <p className="small">
            {asked && `${t('forecasts.asked', { name: asked })} · `}
            <Due at={dueAt} overdue={false} />
          </p>
        )}
      </div>
      <ul className="plain-list rows" aria-label={t('forecasts.lines')}>
        {lines.map((line) => (
          <ForecastLine key={`${line.item ?? line.category ?? ''} ${line.month} ${line.unit}`} line={line} format={format} />
        ))}
      </ul>
      <div className="panel-body">
        <a className="small" href={`/api/v1/suppliers/${supplier.id}/relationship/forecasts/${forecastId}/lines.csv`} download>
          {t('forecasts.csv')}
        </a>
      </div>
    </>
  );
}

function ForecastLine({ line: { item, category, month, unit, quantity, committed, committedDeviation, delivered, deliveredDeviation, comment }, format }: { line: Line; format: Format }) {
  const { t } = useTranslation();
  const amount = (value: number) => [format.number(value, 4), unit].filter(Boolean).join('\u00a0');
  const off = (percent: number | null) => (percent === null || percent === 0 ? '' : ` (${format.signed(percent)}\u00a0%)`);
  return (
    <li>
      <div className="row-line">
        <h3>{item ?? category}</h3>
        <span className="small soft">{format.month(month)}</span>
      </div>
      <dl className="facts">
        <div>
          <dt>{t('forecasts.quantity')}</dt>
          <dd>{amount(quantity)}</dd>
        </div>
        <div>
          <dt>{t('forecasts.commitment')}</dt>
          <dd>{committed === null ? '–' : <State tone={committed < quantity ? 'warn' : 'good'} label={`${amount(committed)}${off(committedDeviation)}`} />}</dd>
        </div>
        {delivered !== null && (
          <div>
            <dt>{t('forecasts.delivered')}</dt>
            <dd>
              {amount(delivered)}
              {off(deliveredDeviation)}
            </dd>
          </div>
        )}
      </dl>
      {comment !== '' && <p className="small prose">{comment}</p>}
    </li>
  );
}
