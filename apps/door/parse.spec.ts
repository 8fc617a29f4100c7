import { contractOf } from '#workflows/contracts.js';
import { parseCommand } from './parse.js';

const rectification = contractOf('rectification');

function parse(name: string, body: unknown) {
  const command = rectification?.commands[name];
  if (!command) throw new Error(`There is no command ${name}`);
  return parseCommand(name, command, body);
}

describe('a command that decides', () => {
  it.each([
    ['verify', { outcome: 'ineffective', comment: 'Still late.' }, 'outcome'],
    ['verify', { result: 'effective', Result: 'ineffective' }, 'Result'],
    ['decideExtension', { decision: 'grant', days: 3 }, 'days'],
    ['requestExtension', { businessDays: 3, reason: 'ill', until: '2026-01-01' }, 'until'],
  ])('is refused when it says something else besides: %s %j', (name, body, path) => {
    expect(parse(name, body)).toEqual({ problems: [{ path, message: 'there is no such field' }] });
  });

  it('is taken with all that it knows', () => {
    expect(parse('verify', { result: 'ineffective', comment: ' Still late. ' })).toEqual({ facts: { result: 'ineffective' }, content: { comment: 'Still late.' } });
    expect(parse('requestExtension', { businessDays: 3, reason: 'ill' })).toEqual({ facts: { businessDays: 3 }, content: { reason: 'ill' } });
  });

  it('that says nothing verifies as effective', () => {
    for (const body of [{}, undefined]) expect(parse('verify', body)).toEqual({ facts: { result: 'effective' }, content: {} });
  });

  it('of an ineffective measure needs a comment', () => {
    expect(parse('verify', { result: 'ineffective' })).toMatchObject({ problems: [{ path: 'comment' }] });
  });
});

describe('a command that only says something', () => {
  it('drops what it does not know', () => {
    expect(parse('acknowledge', { text: 'Seen.', mood: 'good' })).toEqual({ facts: {}, content: { text: 'Seen.' } });
  });

  it('names each field that is wrong once', () => {
    expect(parse('returnPlan', { reason: ' ' })).toEqual({ problems: [{ path: 'reason', message: 'must not be empty' }] });
  });
});
