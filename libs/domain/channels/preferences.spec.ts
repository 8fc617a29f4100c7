import { nextDigest, preferences, toldOf } from './preferences.js';

const said = (rules: object[], more: object = {}) => preferences.parse({ rules, ...more });
const at = (text: string) => new Date(text);

describe('How a person is told', () => {
  it('is by mail and at once while they have said nothing', () => {
    expect(toldOf(said([]), 'rectification.reminder')).toEqual({ roads: ['email'], digest: false });
  });

  it('follows the closest rule, in whatever order they stand', () => {
    const rules = [{ event: '*', channels: ['email'], digest: true }, { event: 'rectification.reminder', channels: ['telegram'] }, { event: 'rectification.*', channels: ['slack'] }];
    for (const order of [rules, rules.toReversed()]) {
      expect(toldOf(said(order), 'rectification.reminder').roads).toEqual(['telegram']);
      expect(toldOf(said(order), 'rectification.planReceived').roads).toEqual(['slack']);
      expect(toldOf(said(order), 'appeal.received')).toEqual({ roads: ['email'], digest: true });
    }
  });

  it('is by mail and at once where it is mandatory, besides what they chose', () => {
    expect(toldOf(said([{ event: '*', channels: ['wecom'], digest: true }]), 'rectification.overdue')).toEqual({ roads: ['email', 'wecom'], digest: false });
  });

  it('never brings the way in into a chat', () => {
    expect(toldOf(said([{ event: '*', channels: ['slack'], digest: true }]), 'access.signInLink')).toEqual({ roads: ['email'], digest: false });
  });
});

describe('The mail of the day', () => {
  it.each([
    ['Asia/Shanghai', '2026-11-24T23:59:59Z', '2026-11-25T00:00:00Z'],
    ['Asia/Shanghai', '2026-11-25T00:00:00Z', '2026-11-26T00:00:00Z'],
    ['UTC', '2026-12-31T09:00:00Z', '2027-01-01T08:00:00Z'],
    ['Europe/Berlin', '2026-03-28T12:00:00Z', '2026-03-29T06:00:00Z'],
  ])('comes at its hour in %s after %s', (timeZone, from, to) => {
    expect(nextDigest(said([], { timeZone }), at(from))).toEqual(at(to));
  });
});
