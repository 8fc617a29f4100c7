import { Button, Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { asProblem } from '../api/problem.js';
import { useFormat } from '../i18n/format.js';
import { Waiting } from '../ui/data-table.js';
import { Notice, ProblemNotice } from '../ui/notice.js';
import { Live, Missing, Page, Panel } from '../ui/page.js';
import { useMay } from '../session/me.js';
import { ImportState } from './import-state.js';
import { useImport, type Import as ImportData } from './queries.js';
import { Restated } from './restated.js';
import { Rows } from './rows.js';
import { triedFile } from './tried-files.js';
import { useSend } from './use-send.js';

/** One import: the counts, which add up, and every row that waits for a correction. */
export function Import() {
  const { t } = useTranslation();
  const format = useFormat();
  const { id = '' } = useParams();
  const found = useImport(id);
  if (found.isPending) return <Waiting />;
  if (found.isError) {
    const { status } = asProblem(found.error);
    if (status === 404 || status === 400) return <Missing title={t('import.missing')} why={t('import.missingWhy')} />;
    return (
      <Page title={t('imports.title')}>
        <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />
      </Page>
    );
  }
  const one = found.data;
  return (
    <Page
      title={one.fileName}
      back={{ to: '/imports', label: t('imports.title') }}
      lead={
        <>
          <span className="mono">{one.mapping}</span> · {format.moment(one.startedAt)} {one.dryRun && <span className="tag">{t('import.dryRun')}</span>}
          {one.retryOfId !== null && (
            <>
              {' '}
              · <Link to={`/imports/${one.retryOfId}`}>{t('import.retryOf')}</Link>
            </>
          )}
        </>
      }
    >
      <div className="column">
        <Counts one={one} />
        {one.status === 'completed' && !one.dryRun && <Restated importId={one.id} />}
        {one.status === 'completed' && <Rows key={one.id} one={one} />}
      </div>
    </Page>
  );
}

const parts = ['landed', 'updated', 'unchanged', 'quarantined', 'filtered'] as const;

function Counts({ one }: { one: ImportData }) {
  const { t } = useTranslation();
  const format = useFormat();
  const running = one.status === 'running';
  return (
    <Panel title={t('import.counts')} actions={<ImportState status={one.status} />}>
      {running && <Progress value={100} animated size="sm" mb="md" aria-label={t('import.progress')} />}
      <Live>{running ? t('import.readSoFar', { count: one.rowsRead }) : t(`importStatus.${one.status}`)}</Live>
      {one.status === 'failed' && (
        <Notice tone="bad" icon="alert">
          <p lang="en">{one.error}</p>
          <p className="soft">{t('import.failedHint')}</p>
        </Notice>
      )}
      {one.status === 'completed' && one.dryRun && (
        <Notice tone="fair">
          <p>{t('import.dryRunDone')}</p>
          <ImportNow one={one} />
        </Notice>
      )}
      {one.status !== 'failed' && (
        <>
          <p className="total">
            <span className="figure-value">{format.count(one.rowsRead)}</span> {t('import.rowsReadOf', { count: one.rowsRead })}
          </p>
          <div className="parts-bar" aria-hidden="true">
            {parts.map((part) => one[part] > 0 && <span key={part} className={`part part-${part}`} style={{ flexGrow: one[part] }} />)}
          </div>
          <dl className="parts">
            {parts.map((part) => (
              <div key={part}>
                <dt>
                  <span className={`key part-${part}`} aria-hidden="true" /> {t(`import.${part}`)}
                </dt>
                <dd>
                  <span className="figure-value">{format.count(one[part])}</span>
                  <span className="small soft">{t(`importHint.${part}`)}</span>
                </dd>
              </div>
            ))}
          </dl>
          {one.warnings > 0 && <p className="small soft">{t('import.warningsOf', { count: one.warnings })}</p>}
        </>
      )}
    </Panel>
  );
}

/** After a dry run: the same file for real, while this tab still has it; the bad rows then wait in quarantine. */
function ImportNow({ one }: { one: ImportData }) {
  const { t } = useTranslation();
  const send = useSend();
  const mayWrite = useMay('imports:write');
  const tried = triedFile(one.id);
  if (!mayWrite) return null;
  if (tried === null) {
    return (
      <p>
        <Link to={`/imports?mapping=${encodeURIComponent(one.mapping)}`}>{t('import.chooseAgain')}</Link>
      </p>
    );
  }
  return (
    <>
      <p className="soft">{one.quarantined > 0 ? t('import.goodRows', { count: one.quarantined }) : t('import.allGood')}</p>
      {send.isError && <ProblemNotice error={send.error} />}
      <p>
        <Button size="sm" loading={send.isPending} onClick={() => send.mutate({ ...tried, dryRun: false })}>
          {t('import.importNow')}
        </Button>
      </p>
    </>
  );
}
