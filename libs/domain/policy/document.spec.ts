import { defaultPolicy, samplePolicy } from './default-policy.js';
import { printPolicy, readPolicy } from './document.js';
import { DocumentMalformed, PolicyInvalid } from './fault.js';
import { type DocumentFormat, TEXT_LIMIT } from './text.js';

const yaml = printPolicy(samplePolicy, 'yaml');
const json = printPolicy(samplePolicy, 'json');

function faultsOf(text: string, format: DocumentFormat, kind: typeof PolicyInvalid | typeof DocumentMalformed = PolicyInvalid): string[] {
  try {
    readPolicy(text, format);
    return [];
  } catch (error) {
    if (error instanceof kind) return error.faults.map(({ line, column, path, message }) => `${line}:${column} ${path === '' ? '' : `${path}: `}${message}`);
    throw error;
  }
}
const lineOf = (text: string, part: string): number => text.slice(0, text.indexOf(part)).split('\n').length;

describe('a policy as a document', () => {
  it.each(['yaml', 'json'] as const)('is read back from %s as it was written', (format) => {
    for (const policy of [defaultPolicy, samplePolicy]) expect(readPolicy(printPolicy(policy, format), format)).toEqual(policy);
  });
  it('writes how a value becomes points on one line, and repeats rather than refers', () => {
    expect(yaml).toContain('normaliser: { kind: linear, floor: 50, target: 100 }');
    expect(yaml).not.toMatch(/[&*]a\d/);
  });
});

describe('a fault', () => {
  it('is told with the line and column of the value, in YAML and in JSON', () => {
    const tooLong = yaml.replace('toleranceDays: 0', 'toleranceDays: 61');
    expect(faultsOf(tooLong, 'yaml')).toEqual([`${lineOf(tooLong, 'toleranceDays')}:16 toleranceDays: must be at most 60`]);
    const negative = json.replace('"toleranceDays": 0', '"toleranceDays": -1').replaceAll('  ', '\t');
    expect(faultsOf(negative, 'json')).toEqual([`${lineOf(negative, '"toleranceDays"')}:19 toleranceDays: must be at least 0`]);
  });
  it('in the name of a field points to the name and suggests the nearest', () => {
    const text = yaml.replace('toleranceDays: 0', 'toleranceDay: 0');
    const line = lineOf(text, 'toleranceDay');
    expect(faultsOf(text, 'yaml')).toEqual([
      '1:1 toleranceDays: is missing; give a number',
      `${line}:1 toleranceDay: there is no such field here; did you mean toleranceDays?`,
    ]);
  });
  it('in a nested field points there, and names what can stand there when nothing is near', () => {
    const text = yaml.replace('weight: 50', 'importance: 50');
    expect(faultsOf(text, 'yaml')).toContain(
      `${lineOf(text, 'importance')}:7 templates.strategic.0.importance: there is no such field here; take one of indicator, weight, normaliser`,
    );
  });
  it('in the name of an indicator suggests the nearest', () => {
    const text = yaml.replace('indicator: onTimeDelivery\n', 'indicator: onTimeDelivry\n');
    const [fault] = faultsOf(text, 'yaml');
    expect(fault).toMatch(/^\d+:18 templates\.strategic\.0\.indicator: "onTimeDelivry" is not known; did you mean onTimeDelivery\?$/);
  });
  it('of a whole template points to the template', () => {
    const text = yaml.replace('weight: 50', 'weight: 49');
    expect(faultsOf(text, 'yaml')).toEqual([`${lineOf(text, 'weight: 49') - 1}:5 templates.strategic: the weights sum to 99, not to 100`]);
  });
  it('of the syntax points to where reading stopped', () => {
    expect(faultsOf('{\n  "name": "x",\n  oops\n}', 'json', DocumentMalformed)[0]).toMatch(/^3:3 this is not JSON: /);
    expect(faultsOf('{"name": nope}', 'json', DocumentMalformed)[0]).toMatch(/^1:10 this is not JSON: /);
    expect(faultsOf('name: x\ngates: [1, 2\nb: 3', 'yaml', DocumentMalformed)[0]).toMatch(/^3:1 Flow sequence/);
    expect(faultsOf('', 'yaml', DocumentMalformed)).toEqual(['1:1 the document is empty']);
  });
  it('is a field that is given twice, in JSON too', () => {
    expect(faultsOf('a: 1\nb:\n  c: 1\n  c: 2\n', 'yaml')).toEqual(['4:3 b.c: is given twice; take one of them out']);
    expect(faultsOf('{"a": 1,\n "a": 2}', 'json')).toEqual(['2:2 a: is given twice; take one of them out']);
  });
  it('is an alias, a tag, a directive, a second document', () => {
    expect(faultsOf('a: &x [1]\nb: *x\n', 'yaml')).toEqual(['2:4 b: aliases are not taken; write the value out']);
    expect(faultsOf('a: !!binary aGk=\n', 'yaml')[0]).toMatch(/^1:13 a: the tag .*binary is not taken/);
    expect(faultsOf('%YAML 1.1\n---\na: yes\n', 'yaml')[0]).toMatch(/^1:1 directives are not taken/);
    expect(faultsOf('a: 1\n---\nb: 1\n', 'yaml')).toEqual(['3:1 a second document begins here; send one at a time']);
  });
});

describe('a hostile document', () => {
  it('of aliases that would grow without end is refused before it grows', () => {
    const bomb = ['a0: &a0 [x, x]', ...Array.from({ length: 40 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}]`)].join('\n');
    expect(faultsOf(bomb, 'yaml').length).toBeLessThanOrEqual(50);
  });
  it('that nests deep, is huge, or has a great many fields is refused', () => {
    expect(faultsOf('['.repeat(5_000), 'yaml', DocumentMalformed).length).toBeGreaterThan(0);
    expect(faultsOf('['.repeat(30) + ']'.repeat(30), 'json')[0]).toMatch(/nests deeper than 20 levels/);
    expect(faultsOf('x'.repeat(TEXT_LIMIT + 1), 'yaml', DocumentMalformed)).toEqual([`1:1 is longer than ${TEXT_LIMIT} characters`]);
    expect(faultsOf(Array.from({ length: 20_000 }, (_, n) => `k${n}: 1`).join('\n'), 'yaml').length).toBeGreaterThan(0);
  });
  it('cannot reach for prototypes', () => {
    expect(faultsOf(json.replace('{', '{"__proto__": {"name": "x"},'), 'json')).toEqual([expect.stringMatching(/^1:2 __proto__: there is no such field/)]);
    expect(faultsOf(`__proto__: {}\n${yaml}`, 'yaml')).toEqual([expect.stringMatching(/^1:1 __proto__: there is no such field/)]);
  });
});
