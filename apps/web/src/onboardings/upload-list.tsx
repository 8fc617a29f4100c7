import { Button, FileInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { answer, api, newRequestKey } from '../api/client.js';
import { asProblem } from '../api/problem.js';
import { focusFirstError } from '../ui/focus-first-error.js';
import { Icon } from '../ui/icon.js';
import { Notice, ProblemNotice } from '../ui/notice.js';
import { Panel } from '../ui/page.js';
import { emptyCsv, saveCsv } from './columns.js';
import { DownloadRefused } from './download-refused.js';
import { useProblemWords } from './problem-words.js';
import { listsKey, type InvitationReport } from './queries.js';
import { GoodTable, RefusedTable } from './row-table.js';

/** Tries a list first: what would become of each row is seen before anybody is written to. */
export function UploadList() {
  const { t } = useTranslation();
  const { titles } = useProblemWords();
  const [file, setFile] = useState<File | null>(null);
  const [missing, setMissing] = useState(false);
  const send = useSendList();
  const problem = send.isError ? asProblem(send.error) : null;
  const tried = send.data?.dryRun === true && send.variables?.file === file ? send.data : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(file === null);
    if (file === null) return focusFirstError(event);
    send.mutate({ file, dryRun: true });
  };
  return (
    <Panel title={t('inviteList.upload')} note={t('inviteList.uploadNote')}>
      <form className="form" onSubmit={submit} noValidate>
        {problem && (
          <ProblemNotice error={problem}>
            {problem.fields.map((field) => (
              <p key={field.path} className="small" lang="en">
                {field.message}
              </p>
            ))}
          </ProblemNotice>
        )}
        <FileInput
          label={t('inviteList.file')}
          description={t('inviteList.fileHint')}
          placeholder={t('inviteList.choose')}
          accept=".csv,text/csv,.xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
          value={file}
          onChange={setFile}
          error={missing && file === null ? t('inviteList.fileMissing') : undefined}
          leftSection={<Icon name="upload" />}
          clearable
          clearButtonProps={{ 'aria-label': t('upload.clear') }}
        />
        <div className="form-actions">
          <Button type="submit" loading={send.isPending && send.variables?.dryRun} variant={tried ? 'default' : 'filled'}>
            {t('inviteList.try')}
          </Button>
          <Button variant="subtle" color="gray" onClick={() => saveCsv('suppliers.csv', emptyCsv(titles))}>
            {t('inviteList.template')}
          </Button>
        </div>
      </form>
      <div role="status">{tried && file && <Tried report={tried} sending={send.isPending} onInvite={() => send.mutate({ file, dryRun: false })} />}</div>
    </Panel>
  );
}

function Tried({ report, sending, onInvite }: { report: InvitationReport; sending: boolean; onInvite: () => void }) {
  const { t } = useTranslation();
  const refused = report.rows.filter(({ status }) => status === 'refused');
  const good = report.rows.filter(({ status }) => status !== 'refused');
  return (
    <div className="tried-list">
      <Notice tone={report.refused > 0 ? 'warn' : 'good'} icon={report.refused > 0 ? 'alert' : 'check'}>
        <p>
          <strong>{t('inviteList.wouldInvite', { count: report.invited })}</strong> {report.unchanged > 0 && t('inviteList.wereInvited', { count: report.unchanged })} {report.refused > 0 && t('inviteList.wouldRefuse', { count: report.refused })}
        </p>
        <p className="soft">{t('inviteList.nothingKept')}</p>
        <div className="form-actions">
          <Button size="sm" loading={sending} disabled={report.invited === 0} onClick={onInvite}>
            {t('inviteList.inviteGood', { count: report.invited })}
          </Button>
          {report.refused > 0 && <DownloadRefused rows={refused} fileName={report.fileName} />}
        </div>
      </Notice>
      {refused.length > 0 && (
        <>
          <h3>{t('inviteRow.refused')}</h3>
          <RefusedTable rows={refused} />
        </>
      )}
      {good.length > 0 && (
        <>
          <h3>{t('inviteRow.good')}</h3>
          <GoodTable rows={good} tried />
        </>
      )}
    </div>
  );
}

/** Sends a list; the same one sent twice by accident is taken once. Goes to a list that was kept. */
function useSendList() {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const attempt = useRef<{ file: File | null; dryRun: boolean; key: string }>({ file: null, dryRun: true, key: '' });
  return useMutation({
    mutationFn: ({ file, dryRun }: { file: File; dryRun: boolean }) => {
      // A dry run looks anew each time: what stood in the way may be gone.
      if (dryRun || attempt.current.file !== file || attempt.current.dryRun) attempt.current = { file, dryRun, key: newRequestKey() };
      const form = new FormData();
      form.append('file', file);
      return answer(
        api.POST('/api/v1/onboardings/bulk', {
          params: { query: { dryRun: dryRun ? 'true' : 'false' } },
          body: form as never,
          bodySerializer: (body) => body,
          headers: { 'Idempotency-Key': attempt.current.key },
        }),
      );
    },
    onSuccess: async (report) => {
      if (report.dryRun || report.id === null) return;
      await Promise.all([listsKey, ['cases'], ['suppliers']].map((queryKey) => queries.invalidateQueries({ queryKey })));
      await navigate(`/onboardings/lists/${report.id}`);
    },
  });
}
