import { answeredUpdates, recordedHistories, replay } from '#test/replay.js';

const histories = recordedHistories();

/** The bundle's text with one place changed. */
const changed = (from: string, to: string) => (code: string) => {
  if (code.split(from).length !== 2) throw new Error(`The bundle does not hold “${from}” exactly once: choose another place.`);
  return code.replace(from, () => to);
};

describe('the recorded histories', () => {
  it('tell of a closed and a failed rectification, and of each other workflow', () => {
    expect(histories.map(({ name }) => name)).toEqual([
      'evaluation-cycle',
      'monitoring',
      'onboarding',
      'openings',
      'phase-out',
      'pull-facts',
      'rectification-closed',
      'rectification-failed',
      'rectification-full',
      'restatement',
      'scheduled-evaluation',
      'survey',
    ]);
  });

  it('replay with the workflows as they are now', async () => {
    expect(await replay(histories)).toEqual({});
  }, 240_000);

  it('answer no Update before its decision is committed', () => {
    const answered = histories.flatMap(({ name, history }) => answeredUpdates(history).map((update) => ({ history: name, ...update })));
    expect(answered.filter(({ committedBefore }) => !committedBefore)).toEqual([]);
    expect([...new Set(answered.map(({ history }) => history))]).toEqual(['onboarding', 'phase-out', 'rectification-closed', 'rectification-failed', 'rectification-full']);
    expect(answered.map(({ name }) => name)).toEqual(expect.arrayContaining(['whenOpened', 'submitPlan', 'verify', 'approve']));
    // The eye of this test: with the results of the commits taken out of it, a history shows nothing but early answers.
    const [first] = histories.filter(({ name }) => name === 'rectification-closed').map(({ history }) => history);
    const blind = { events: (first?.events ?? []).filter((event) => !event.activityTaskCompletedEventAttributes) };
    expect(answeredUpdates(blind).some(({ committedBefore }) => committedBefore)).toBe(false);
  });

  it('do not replay when the cycle proposes consequences before it has stored what it opens', async () => {
    const stored = 'const { stored } = await storeOpenings(this.about());';
    const failures = await replay(histories, changed(stored, `await proposeConsequences(this.about()); ${stored}`));
    expect(failures).toEqual({ 'evaluation-cycle': expect.stringMatching(/nondeterminism/i) });
  }, 240_000);

  it('do not replay when a restatement proposes before it has restated', async () => {
    const failures = await replay(histories, changed('await work.restate();', 'await work.propose(); await work.restate();'));
    expect(failures).toEqual({ restatement: expect.stringMatching(/nondeterminism/i) });
  }, 240_000);

  it('do not replay when a case sets its timer before its decision is committed', async () => {
    const commit = 'const result = await this.commit(envelope, ';
    const failures = await replay(histories, changed(commit, `this.setTimer('2100-01-01T00:00:00.000Z'); ${commit}`));
    expect(Object.keys(failures)).toEqual(['onboarding', 'phase-out', 'rectification-closed', 'rectification-full']);
    for (const failure of Object.values(failures)) expect(failure).toMatch(/nondeterminism/i);
  }, 240_000);

  it.each([
    ['a survey is closed before its answers are collected', 'survey', 'await round.collect(calendar);', 'await round.close(); await round.collect(calendar);'],
    ['a monitoring run opens cases before it tells', 'monitoring', 'const { mails } = await tell({ runId,', "await prepareOpenings({ runId, at: '' }); const { mails } = await tell({ runId,"],
    ['a schedule starts no cycle', 'scheduled-evaluation', 'await Promise.all(result.started.map(', 'await Promise.all([].map('],
    ['a batch opens no case', 'openings', 'await Promise.all(page.cases.map(begin));', 'await Promise.all([]);'],
    ['a phase-out goes on without a look at the facts', 'phase-out', "moment.kind === 'elapse' ? lookAtFacts(state, state.backups) : undefined", 'undefined'],
    ['an onboarding ends with its first decision', 'onboarding', '.onboardingView,', '.isEnd,'],
    ['a pull asks twice', 'pull-facts', 'return pull({ connectorId });', 'return pull({ connectorId }).then(() => pull({ connectorId }));'],
  ])('do not replay when %s', async (_, name, from, to) => {
    expect(await replay(histories, changed(from, to))).toEqual({ [name]: expect.stringMatching(/nondeterminism/i) });
  }, 240_000);
});
