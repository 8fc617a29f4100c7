import { useTranslation } from 'react-i18next';
import { useProblemText } from '../ui/notice.js';
import { ProblemError } from '../api/problem.js';
import type { InboundMail } from './queries.js';

const held = ['unknownAddress', 'unknownSender', 'notSettled', 'unreadable', 'failing'] as const;
const others = ['bounce', 'autoReply', 'returnAddress', 'text', 'forged'] as const;

/** Why a mail is held, or what became of it; a rule's refusal in the words of that rule, else as the server wrote it. */
export function useWhy(): (mail: Pick<InboundMail, 'reason' | 'decision' | 'status'>) => string | null {
  const { t } = useTranslation();
  const problem = useProblemText();
  return ({ reason, decision, status }) => {
    if (decision === 'assigned') return t('inbox.decided.assigned');
    if (decision !== null) return t('inbox.decided.dismissed', { reason: decision.replace(/^dismissed: */, '') });
    if (reason === null) return null;
    const code = reason.split(':')[0] ?? '';
    const known = held.find((each) => each === code);
    if (known && status === 'held') return t(`held.${known}`);
    const other = others.find((each) => each === code);
    return other ? t(`inbox.why.${other}`) : problem(new ProblemError({ status: 409, code, detail: reason }));
  };
}
