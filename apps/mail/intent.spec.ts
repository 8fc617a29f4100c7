import { readReply } from '#messaging/inbound/keywords.js';
import { intentNote, intentOf, leavesStepOpen, readIntentNote } from './intent.js';

const meaning = (stage: string, text: string, fileCount = 0) => intentNote(intentOf(stage, { reply: readReply(text), fileCount }));

describe('a supplier’s reply', () => {
  it.each([
    ['opened', 'Received, thank you.', 'acknowledge'],
    ['opened', '', 'acknowledge'],
    ['opened', 'PLAN\nRetrain the packers', 'acknowledge+submitPlan'],
    ['opened', 'PLAN', 'acknowledge'],
    ['opened', 'EXTENSION 5\nThe foreman is ill', 'acknowledge+requestExtension'],
    ['opened', 'EVIDENCE\nDone', 'acknowledge'],
    ['opened', 'CONTAINMENT\nAll stock is sorted', 'acknowledge+submitContainment'],
    ['containing', '遏制措施\n库存已复检', 'submitContainment'],
    ['containing', 'СДЕРЖИВАНИЕ: запас проверен', 'submitContainment'],
    ['containing', 'PLAN\nAll of it', 'submitPlan'],
    ['containing', 'EXTENSION 5\nWe need time', 'requestExtension'],
    ['containmentReview', 'CONTAINMENT\nMore', 'message'],
    ['findingCause', 'Root cause:\nA worn die', 'submitRootCause'],
    ['findingCause', '根本原因：模具磨损', 'submitRootCause'],
    ['findingCause', 'КОРЕННАЯ ПРИЧИНА\nИзнос', 'submitRootCause'],
    ['findingCause', 'CONTAINMENT\nMore', 'message'],
    ['watching', 'PLAN\nAnother', 'message'],
    ['planning', 'ПЛАН\nОбучим', 'submitPlan'],
    ['planning', 'Will come soon', 'message'],
    ['planning', 'PLAN', 'message'],
    ['planning', 'EVIDENCE\nDone', 'message'],
    ['planning', '延期 5\n设备故障', 'requestExtension'],
    ['planning', 'EXTENSION 5', 'message'],
    ['planReview', 'PLAN\nA better one', 'message'],
    ['planReview', 'EXTENSION 5\nlate', 'message'],
    ['implementing', '证据\n已完成', 'submitEvidence'],
    ['implementing', 'PLAN\nAnother', 'message'],
    ['verifying', 'EVIDENCE\nMore', 'message'],
  ])('in stage %s, %j means: %s', (stage, text, expected) => {
    expect(meaning(stage, text)).toBe(expected);
  });

  it('may consist of files alone', () => {
    expect(meaning('planning', 'PLAN', 1)).toBe('submitPlan');
    expect(meaning('implementing', 'EVIDENCE', 2)).toBe('submitEvidence');
  });

  it('is answered with what is needed only where the supplier’s own step stays open', () => {
    expect(['opened', 'containing', 'causeReview', 'findingCause', 'planning', 'planReview', 'implementing', 'verifying', 'watching'].filter((stage) => leavesStepOpen(stage, []))).toEqual([
      'containing',
      'findingCause',
      'planning',
      'implementing',
    ]);
    expect(leavesStepOpen('planning', ['submitPlan'])).toBe(false);
  });

  it('is noted so that a later look finds the same meaning', () => {
    for (const note of ['message', 'acknowledge', 'acknowledge+submitPlan']) expect(intentNote(readIntentNote(note))).toBe(note);
  });
});
