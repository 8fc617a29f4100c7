import type { Decision, DomainEvent, Notification } from '../process/decision.js';
import { daysBetween, nextLook, ourDue } from './deadlines.js';
import { step, stay } from './decided.js';
import { awaited, preparation } from './sources.js';
import type { PhaseOutState } from './state.js';
import { onTheWay, supplying } from './supply.js';

type Preparing = 'choosingBackup' | 'awaitingBackup' | 'approving';

/** The preparation stands here now: whoever has to act next is told once, and the clock of a stage that goes on is not set anew. */
export function prepared(state: PhaseOutState, stage: Preparing, at: string): Decision<PhaseOutState> {
  // A case that opens is in no stage yet, whatever its first one is.
  if (state.stage === stage && state.sequence > 0) return stay(state, []);
  const { terms, approvals } = state;
  switch (stage) {
    case 'choosingBackup':
      return step({ ...state, waitingSince: null, toldAt: null }, { stage, due: ourDue(state, at, terms.choose), notifications: [{ template: 'phaseOut.backupAsked', to: 'owner' }] });
    case 'awaitingBackup':
      return step(
        { ...state, waitingSince: at, toldAt: at },
        { stage, due: nextLook(at), events: [{ type: 'backupAwaited', data: { backups: awaited(state).length } }], notifications: [{ template: 'phaseOut.backupAwaited', to: 'owner' }] },
      );
    case 'approving':
      return step(
        { ...state, waitingSince: null, toldAt: null },
        {
          stage,
          due: ourDue(state, at, terms.approve),
          events: [{ type: 'approvalAsked', data: { of: terms.approvals } }],
          notifications: [{ template: 'phaseOut.approvalAsked', to: 'manager', params: { given: approvals.length, of: terms.approvals } }],
        },
      );
  }
}

/** Whether the backups are active by now; one that will never be is dropped, and the owner chooses again. */
export function lookAtBackups(looked: PhaseOutState, at: string): Decision<PhaseOutState> {
  const lost = awaited(looked).filter(({ category, supplierId }) => {
    const status = looked.supply.backups.find((each) => each.category === category && each.supplierId === supplierId)?.status ?? null;
    return status === null || status === 'rejected' || ![...supplying, ...onTheWay].includes(status);
  });
  const state = { ...looked, backups: looked.backups.filter((backup) => !lost.includes(backup)) };
  const events = lost.map(({ category, supplierId }): DomainEvent => ({ type: 'backupLost', data: { category, backupId: supplierId } }));
  const notifications = lost.map(({ category }): Notification => ({ template: 'phaseOut.backupLost', to: 'owner', params: { category } }));
  const stage = preparation(state);
  const decision = stage === state.stage ? goesOn(state, at) : prepared(state, stage, at);
  return { ...decision, events: [...events, ...decision.events], notifications: [...notifications, ...decision.notifications] };
}

function goesOn(state: PhaseOutState, at: string): Decision<PhaseOutState> {
  if (state.stage !== 'awaitingBackup') return stay(state, []);
  const due = daysBetween(state.toldAt ?? at, at) >= state.terms.remindBackupEvery;
  const days = daysBetween(state.waitingSince ?? at, at);
  return step(
    { ...state, toldAt: due ? at : state.toldAt },
    {
      stage: 'awaitingBackup',
      due: nextLook(at),
      events: due ? [{ type: 'reminded', data: { days } }] : [],
      notifications: due ? [{ template: 'phaseOut.backupAwaited', to: 'owner', params: { days } }] : [],
    },
  );
}
