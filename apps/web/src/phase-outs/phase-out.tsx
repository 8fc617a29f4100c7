import type { Case } from '../cases/queries.js';
import { LatestScore } from '../suppliers/latest-score.js';
import { Approvals } from './approvals.js';
import { Handover } from './handover.js';
import { Impact } from './impact.js';
import type { Detail } from './queries.js';
import { Shift } from './shift.js';
import { Sources } from './sources.js';
import { Undo } from './undo.js';

/** What those who decide on a phase-out look at, and how far it has come. */
export function PhaseOut({ one, detail }: { one: Case; detail: Detail }) {
  return (
    <>
      <LatestScore id={one.supplierId} />
      <Impact detail={detail} />
      <Sources one={one} detail={detail} />
      <Approvals one={one} detail={detail} />
      <Shift one={one} detail={detail} />
      {detail.notice !== null && <Handover detail={detail} />}
      {one.status === 'open' && <Undo detail={detail} />}
    </>
  );
}
