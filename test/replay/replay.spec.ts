import { recordedHistories, replay } from '#test/replay.js';

const histories = recordedHistories();

/** The bundle's text with one place changed. */
const changed = (from: string, to: string) => (code: string) => {
  if (code.split(from).length !== 2) throw new Error(`The bundle does not hold “${from}” exactly once: choose another place.`);
  return code.replace(from, () => to);
};

describe('the recorded histories', () => {
  it('tell of a closed and a failed rectification, of an evaluation cycle and of a restatement', () => {
    expect(histories.map(({ name }) => name)).toEqual(['evaluation-cycle', 'rectification-closed', 'rectification-failed', 'restatement']);
  });

  it('replay with the workflows as they are now', async () => {
    expect(await replay(histories)).toEqual({});
  }, 60_000);

  it('do not replay when the cycle proposes consequences before it has stored what it opens', async () => {
    const stored = 'const { stored } = await storeOpenings(this.about());';
    const failures = await replay(histories, changed(stored, `await proposeConsequences(this.about()); ${stored}`));
    expect(failures).toEqual({ 'evaluation-cycle': expect.stringMatching(/nondeterminism/i) });
  }, 60_000);

  it('do not replay when a restatement proposes before it has restated', async () => {
    const failures = await replay(histories, changed('await work.restate();', 'await work.propose(); await work.restate();'));
    expect(failures).toEqual({ restatement: expect.stringMatching(/nondeterminism/i) });
  }, 60_000);

  it('do not replay when a case answers before its decision is committed', async () => {
    const commit = 'const result = await this.commit(envelope, ';
    const failures = await replay(histories, changed(commit, `settle(this.standing()); ${commit}`));
    expect(failures).toEqual({ 'rectification-closed': expect.stringMatching(/nondeterminism/i) });
  }, 60_000);
});
