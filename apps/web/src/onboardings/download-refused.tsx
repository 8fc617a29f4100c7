import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { refusedCsv, saveCsv } from './columns.js';
import { useProblemWords } from './problem-words.js';
import type { InvitationRow } from './queries.js';

/** Refused rows as a file, with what is wrong in its last column. */
export function DownloadRefused({ rows, fileName }: { rows: readonly InvitationRow[]; fileName: string }) {
  const { t } = useTranslation();
  const { titles, rule, hint } = useProblemWords();
  const reasonOf = ({ problems }: InvitationRow) => problems.map((problem) => `${rule(problem)}. ${hint(problem)}`).join(' ');
  return (
    <Button size="sm" variant="default" onClick={() => saveCsv(`refused-${fileName.replace(/\.[^.]*$/, '')}.csv`, refusedCsv(rows, { titles, why: t('inviteRow.why'), reasonOf }))}>
      {t('inviteRow.download')}
    </Button>
  );
}
