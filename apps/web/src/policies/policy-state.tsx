import { useTranslation } from 'react-i18next';
import { State } from '../ui/signs.js';
import type { BacktestSummary, Policy } from './queries.js';

const tones = { draft: 'warn', published: 'good', superseded: undefined } as const;
const backtestTones = { running: 'fair', completed: 'good', failed: 'bad', cancelled: undefined } as const;

/** Whether a version is a draft, in force, or was. */
export function PolicyState({ status }: { status: Policy['status'] }) {
  const { t } = useTranslation();
  return <State label={t(`policyStatus.${status}`)} tone={tones[status]} />;
}

/** Where a backtest stands. */
export function BacktestState({ status }: { status: BacktestSummary['status'] }) {
  const { t } = useTranslation();
  return <State label={t(`backtestStatus.${status}`)} tone={backtestTones[status]} />;
}
