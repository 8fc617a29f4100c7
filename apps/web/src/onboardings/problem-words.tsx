import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../i18n/format.js';
import { columnNamed, columns, type Column } from './columns.js';
import type { InvitationProblem } from './queries.js';

/** Longest text of a column, in characters. */
const longest: Readonly<Partial<Record<Column, number>>> = { taxId: 60 };
const LONGEST = 200;

/** What is wrong with a row and what to do about it, in the reader's language. */
export function useProblemWords() {
  const { t } = useTranslation();
  const format = useFormat();
  const columnOf = (name: string | null) => {
    const column = columnNamed(name);
    return column === null ? (name ?? '–') : t(`inviteColumn.${column}`);
  };
  return {
    columnOf,
    /** The titles of a list that the server reads. */
    titles: Object.fromEntries(columns.map((column) => [column, t(`inviteColumn.${column}`)])) as Record<Column, string>,
    rule: ({ rule }: InvitationProblem) => t(`inviteRule.${rule}`),
    hint: ({ rule, column, otherLine }: InvitationProblem) =>
      t(`inviteHint.${rule}`, { column: columnOf(column), most: format.count(longest[columnNamed(column) ?? 'name'] ?? LONGEST), line: otherLine === undefined ? '' : format.count(otherLine) }),
  };
}

/** Why a row was refused, with the way to the supplier that stands in the way. */
export function Why({ problem }: { problem: InvitationProblem }) {
  const { t } = useTranslation();
  const words = useProblemWords();
  return (
    <>
      <strong>{words.rule(problem)}.</strong> {words.hint(problem)} {problem.supplierId !== undefined && <Link to={`/suppliers/${problem.supplierId}`}>{t('invite.inTheWay')}</Link>}
    </>
  );
}
