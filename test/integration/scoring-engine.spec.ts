import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { evaluate, parseFormula } from '#domain/formula/formula.js';
import { indicators } from '#domain/indicators/catalogue.js';
import type { Direction } from '#domain/indicators/definition.js';
import { measureNames } from '#domain/indicators/measure-catalogue.js';
import { defaultPolicy } from '#domain/policy/default-policy.js';
import { parsePolicy, type Policy, scoringTermsOf } from '#domain/policy/policy.js';
import { explanationSchema } from '#domain/scoring/explanation.js';
import { type GateName, gateNameSchema } from '#domain/scoring/grade.js';
import type { Normaliser } from '#domain/scoring/normaliser.js';
import { scoreSupplier } from '#domain/scoring/score.js';
import { type Segment, segments } from '#domain/supplier/status.js';
import { type Database, openDatabase, type Transaction } from '#persistence/database.js';
import { Prisma } from '#persistence/generated/client.js';
import { measureSuppliers } from '#persistence/measures/measure.js';
import { formulaToSql } from '#persistence/scoring/formula-sql.js';
import { computeScores, measuresOfQuery, type MemberScore, type ScoreQuery } from '#persistence/scoring/score-sql.js';
import { writeScores } from '#persistence/scoring/write-scores.js';
import { createTestDatabase } from '#test/postgres.js';
import { cutOff, drawSuppliers, early, late } from './drawn-facts.js';
import { landDrawn } from './land-drawn.js';

/** Fixed, so that a failure can be looked at again. */
const SEED = 20_110_115;
const suppliers = drawSuppliers(24, SEED).map((facts) => ({ id: randomUUID(), facts }));
const ids: string[] = suppliers.map(({ id }) => id);
const segmentOf = (id: string): Segment => segments[ids.indexOf(id) % segments.length] ?? 'routine';
const window = { from: '2010-01-01', to: '2010-12-31', asOf: '2011-01-15', cutOffAt: cutOff, toleranceDays: 1 };
const day = (date: string): Date => new Date(`${date}T00:00:00Z`);

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;

beforeAll(async () => {
  test = await createTestDatabase();
  db = openDatabase({ url: test.url, role: 'staff', applicationName: 'engine spec' });
  await landDrawn(db, suppliers);
});
afterAll(async () => {
  await db.close();
  await test.drop();
});

describe('a formula in PostgreSQL', () => {
  const values = { a: '0', b: '3', c: '-7.25', d: '0.0001', e: '123456789012.3456', f: '-2' };
  const leaf = fc.oneof(fc.constantFrom(...Object.keys(values)), fc.constantFrom('0', '1', '2.5', '1000', '0.333'));
  const { number } = fc.letrec<{ number: string; test: string }>((tie) => ({
    number: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.tuple(tie('number'), fc.constantFrom('+', '-', '*', '/'), tie('number')).map(([x, sign, y]) => `(${x} ${sign} ${y})`),
      fc.tuple(fc.constantFrom('min', 'max'), tie('number'), tie('number')).map(([name, x, y]) => `${name}(${x}, ${y})`),
      fc.tuple(tie('test'), tie('number'), tie('number')).map(([when, x, y]) => `if(${when}, ${x}, ${y})`),
      tie('number').map((x) => `sqrt(${x})`),
      tie('number').map((x) => `-(${x})`),
    ),
    test: fc.oneof(
      { depthSize: 'small' },
      fc.tuple(tie('number'), fc.constantFrom('<', '<=', '>', '>=', '==', '!='), tie('number')).map(([x, sign, y]) => `(${x} ${sign} ${y})`),
      fc.tuple(tie('test'), fc.constantFrom('&&', '||'), tie('test')).map(([x, sign, y]) => `(${x} ${sign} ${y})`),
      tie('test').map((x) => `!(${x})`),
    ),
  }));

  it('has the value of the plain evaluation, digit for digit, or none where that has none', async () => {
    const texts = fc.sample(number, { seed: SEED, numRuns: 1_500 }).filter((text) => (text.match(/[a-z0-9.]+/g)?.length ?? 0) < 100);
    const names = Object.keys(values);
    let withValue = 0;
    for (let first = 0; first < texts.length; first += 50) {
      const batch = texts.slice(first, first + 50).map((text) => ({ text, expression: parseFormula(text, names) }));
      const columns = batch.map(({ expression }) => Prisma.sql`trim_scale(${formulaToSql(expression, (name) => Prisma.sql`${values[name as keyof typeof values]}::numeric`)})::text`);
      const [row] = await db.prisma.$queryRaw<{ found: (string | null)[] }[]>(Prisma.sql`SELECT ARRAY[${Prisma.join(columns)}] AS found`);
      const exact = Object.fromEntries(Object.entries(values).map(([name, text]) => [name, Number(text)]));
      batch.forEach(({ text, expression }, index) => {
        const expected = evaluate(expression, exact)?.toFixed() ?? null;
        if (expected !== null) withValue += 1;
        expect([text, row?.found[index]]).toEqual([text, expected === '-0' ? '0' : expected]);
      });
    }
    expect(withValue).toBeGreaterThan(500);
    expect(withValue).toBeLessThan(texts.length - 100);
  });
});

describe('scores in PostgreSQL', () => {
  const own: Policy['indicators'] = [
    { name: 'worstOfBoth', title: 'Worst of both', unit: 'percent', direction: 'higherIsBetter', minimumSample: 2, formula: 'min(linesOnTime / linesDue, quantityInTime / quantityDue) * 100', sample: 'linesDue' },
    { name: 'strictLateness', title: 'Strict lateness', unit: 'days', direction: 'lowerIsBetter', minimumSample: 1, numerator: 'if(linesArrived > 2, sqrt(daysLate), daysLate / linesArrived)', denominator: 'linesArrived - 1', sample: 'linesArrived / 2' },
  ];
  const weighable = [...indicators, ...own].map(({ name, direction }) => ({ name, direction }));
  const places = (text: string | number): number => Number(Number(text).toFixed(4));

  function normaliser(direction: Direction, drawn: { kind: number; a: number; b: number }): Normaliser {
    const better = (bad: number, gap: number): number => places(direction === 'higherIsBetter' ? bad + gap : bad - gap);
    if (drawn.kind === 0) return { kind: 'linear', floor: places(drawn.a), target: better(drawn.a, drawn.b + 0.7) };
    if (drawn.kind === 1) return { kind: 'step', threshold: places(drawn.a) };
    return { kind: 'bands', bands: [{ bound: better(drawn.a, 9), points: 100 }, { bound: better(drawn.a, 3), points: 66.6667 }], otherwise: 12.5 };
  }

  const template = fc
    .record({
      lines: fc.uniqueArray(fc.record({ of: fc.constantFrom(...weighable), kind: fc.nat(2), a: fc.double({ min: 0, max: 60, noNaN: true }), b: fc.double({ min: 0, max: 60, noNaN: true }) }), { selector: ({ of }) => of.name, minLength: 1, maxLength: 6 }),
      cuts: fc.uniqueArray(fc.integer({ min: 1, max: 999 }), { minLength: 5, maxLength: 5 }),
    })
    .map(({ lines, cuts }) => {
      const bounds = [0, ...cuts.slice(0, lines.length - 1).toSorted((x, y) => x - y), 1_000];
      return lines.map(({ of, ...drawn }, index) => ({
        indicator: of.name,
        weight: ((bounds[index + 1] ?? 1_000) - (bounds[index] ?? 0)) / 10,
        normaliser: normaliser(of.direction, drawn),
      }));
    });

  const policies = fc
    .sample(
      fc.record({
        templates: fc.record({ strategic: template, leverage: template, bottleneck: template, routine: template }),
        minimumSamples: fc.dictionary(fc.constantFrom(...weighable.map(({ name }) => name)), fc.integer({ min: 1, max: 4 })),
        minimumWeightShare: fc.constantFrom(60, 33.3, 1, 100),
        gradeBounds: fc.constantFrom({ A: 90, B: 75 }, { A: 70.5, B: 5 }),
        gates: fc.uniqueArray(fc.record({ gate: fc.constantFrom(...gateNameSchema.options), highestGrade: fc.constantFrom('B', 'C') }), { selector: ({ gate }) => gate }),
      }),
      { seed: SEED, numRuns: 25 },
    )
    .map(({ gates, ...drawn }): Policy => {
      const possible = gates.map((gate) => (['sanctionsHit', 'forgedCertificate'].includes(gate.gate) ? { ...gate, highestGrade: 'C' } : gate));
      return parsePolicy({ ...JSON.parse(JSON.stringify(defaultPolicy)), ...drawn, gates: possible, indicators: own, toleranceDays: window.toleranceDays });
    });
  const refusals = ids.flatMap((id, index) => (index % 3 === 0 ? weighable.filter((_, nth) => (nth + index) % 7 === 0).map(({ name }) => ({ id, name })) : []));
  /** By their number in the list; see `stored`. */
  const held: Record<GateName, readonly number[]> = { openCriticalNonconformity: [1, 2], expiredMandatoryCertificate: [2, 3], sanctionsHit: [4], forgedCertificate: [5, 1] };

  beforeAll(async () => {
    const id = (number: number): string => ids[number] ?? '';
    await db.prisma.case.createMany({ data: [criticalCase(id(1), null), criticalCase(id(2), late), criticalCase(id(6), early), { ...criticalCase(id(7), null), severity: 'major' }, criticalCase(id(8), null, late)] });
    await db.prisma.certificate.createMany({
      data: [
        certificate(id(2), { validTo: '2011-01-14' }),
        certificate(id(3), { validTo: '2010-06-30' }),
        certificate(id(3), { kind: 'ISO 14001', validTo: null }),
        certificate(id(3), { validTo: '2012-06-30', validFrom: '2011-01-16' }),
        certificate(id(6), { validTo: '2011-01-15' }),
        certificate(id(7), { validTo: '2010-06-30' }),
        certificate(id(7), { validTo: null, validFrom: '2010-07-15', mandatory: false }),
        certificate(id(8), { validTo: '2010-06-30', mandatory: false }),
        certificate(id(9), { validTo: '2010-06-30', arrivedAt: late }),
        certificate(id(10), { validTo: '2010-06-30', supersededAt: cutOff }),
      ],
    });
    await db.prisma.supplierFinding.createMany({
      data: [
        finding(id(4), 'sanctionsHit', early, null),
        finding(id(5), 'forgedCertificate', early, late),
        finding(id(1), 'forgedCertificate', cutOff, null),
        finding(id(6), 'sanctionsHit', early, cutOff),
        finding(id(7), 'sanctionsHit', late, null),
      ],
    });
  });

  it('of any policy equal the plain reference, digit for digit', async () => {
    const measured = await measureSuppliers(db, { ...window, supplierIds: ids });
    const grades = new Map<string, number>();
    for (const [version, policy] of policies.entries()) {
      const scores = await scoresOf(policy, version, refusals);
      expect(scores.map(({ supplierId }) => supplierId)).toEqual(ids.toSorted());
      for (const { supplierId, ...score } of scores) {
        const segment = segmentOf(supplierId);
        const refused = new Set(refusals.filter(({ id }) => id === supplierId).map(({ name }) => name));
        const expected = scoreSupplier(scoringTermsOf(policy, version), { segment, measures: measured.get(supplierId)!, refused, holding: gatesOf(supplierId) });
        expect({ version, ...score }).toEqual({ version, segment, ...(JSON.parse(JSON.stringify(expected)) as object) });
        explanationSchema.parse(score.explanation);
        grades.set(score.grade, (grades.get(score.grade) ?? 0) + 1);
      }
    }
    for (const grade of ['A', 'B', 'C', 'N']) expect([grade, (grades.get(grade) ?? 0) > 10]).toEqual([grade, true]);
  });

  it('are the same however the facts are read: by index, in whole passes, of everybody, or measured before', async () => {
    for (const [version, policy] of policies.slice(0, 5).entries()) {
      const byIndex = await scoresOf(policy, version, refusals, { many: false });
      expect(await scoresOf(policy, version, refusals, { many: true })).toEqual(byIndex);
      expect(await scoresOf(policy, version, refusals, { everybody: true })).toEqual(byIndex);
      for (const everybody of [true, false]) {
        const measured = measuresOfQuery(queryOf(policy, version, [], { everybody }));
        expect(await scoresOf(policy, version, refusals, { measured })).toEqual(byIndex);
      }
    }
  });

  // The cycle measures into a table of its own first: few members one by one, a thousand in whole passes, nearly all suppliers without picking them out.
  it.each([
    ['few members', 0, 0],
    ['a thousand members among many more', 1_000, 2_000],
    ['nearly all suppliers', 1_000, 0],
  ])('are written by a cycle of %s as the plain reference has them', async (_, silent, strangers) => {
    const measured = await measureSuppliers(db, { ...window, supplierIds: ids });
    await undone(async (tx) => {
      const without = await settleWithoutFacts(tx, silent + strangers);
      await noteRefusals(tx);
      const members = [...ids.map((id) => ({ id, segment: segmentOf(id) })), ...without.slice(0, silent).map((id) => ({ id, segment: 'routine' as const }))];
      for (const [index, policy] of policies.slice(5, 9).entries()) {
        const version = 1_000 + index;
        const written = await writtenByCycle(tx, { policy, version, members });
        expect(written.size).toBe(members.length);
        for (const id of ids) {
          const refused = new Set(refusals.filter((each) => each.id === id).map(({ name }) => name));
          const expected = scoreSupplier(scoringTermsOf(policy, version), { segment: segmentOf(id), measures: measured.get(id)!, refused, holding: gatesOf(id) });
          expect(written.get(id)).toEqual({ segment: segmentOf(id), ...(JSON.parse(JSON.stringify(expected)) as object) });
        }
        for (const id of without.slice(0, silent)) expect(written.get(id)).toMatchObject({ segment: 'routine', grade: 'N', score: null });
      }
    });
  }, 240_000);

  it.each([
    ['89.95', '90.0', 'A'],
    ['89.9499999999', '89.9', 'B'],
    ['89.94', '89.9', 'B'],
    ['74.95', '75.0', 'B'],
    ['74.94', '74.9', 'C'],
  ])('of %s are shown as %s and graded %s', async (sum, shown, grade) => {
    const indicator = { name: 'fixed', title: 'Fixed', unit: 'points', direction: 'higherIsBetter', formula: sum, sample: '1' };
    const lines = [{ indicator: 'fixed', weight: 100, normaliser: { kind: 'linear', floor: 0, target: 100 } }];
    const policy = parsePolicy({ ...defaultPolicy, minimumSamples: {}, gates: [], indicators: [indicator], templates: { strategic: lines, leverage: lines, bottleneck: lines, routine: lines } });
    const [score] = await scoresOf(policy, 1);
    expect(score).toMatchObject({ score: shown, grade, explanation: { score: shown } });
  });

  it('say of a fatal gate that it is fatal', async () => {
    const sanctioned = ids[4] ?? '';
    const lines = [{ indicator: 'worstOfBoth', weight: 100, normaliser: { kind: 'step', threshold: 0 } }];
    const policy = parsePolicy({
      ...defaultPolicy,
      indicators: [{ ...own[0], formula: '100', sample: '5' }],
      templates: { strategic: lines, leverage: lines, bottleneck: lines, routine: lines },
      gates: [{ gate: 'sanctionsHit', highestGrade: 'C' }],
    });
    const scores = await scoresOf(policy, 1);
    expect(scores.find(({ supplierId }) => supplierId === sanctioned)).toMatchObject({
      score: '100.0', grade: 'C', explanation: { gradeByScore: 'A', gates: [{ gate: 'sanctionsHit', highestGrade: 'C', fatal: true }] },
    });
    expect(scores.filter(({ grade }) => grade === 'C')).toHaveLength(1);
  });

  /** Does its work and takes it back, whatever comes of it. */
  async function undone(work: (tx: Transaction) => Promise<void>): Promise<void> {
    const takenBack = new Error('taken back');
    const all = db.prisma.$transaction(
      async (tx) => {
        await work(tx);
        throw takenBack;
      },
      { timeout: 120_000 },
    );
    await expect(all).rejects.toBe(takenBack);
  }

  async function settleWithoutFacts(tx: Transaction, count: number): Promise<string[]> {
    const made = Array.from({ length: count }, () => randomUUID());
    await tx.supplier.createMany({
      data: made.map((id) => ({ id, code: id, name: id, timeZone: 'UTC', language: 'en', kind: 'product', status: 'active', segment: 'routine', version: 1, createdAt: early, updatedAt: early })),
    });
    return made;
  }

  async function noteRefusals(tx: Transaction): Promise<void> {
    await tx.refusal.createMany({
      data: refusals.map(({ id, name }) => ({ id: randomUUID(), supplierId: id, indicator: name, refusedOn: day(window.from), reason: 'No answer', recordedBy: 'somebody', recordedAt: early })),
    });
  }

  /** What a cycle has written of each member, by id. */
  async function writtenByCycle(tx: Transaction, { policy, version, members }: { policy: Policy; version: number; members: readonly { id: string; segment: Segment }[] }) {
    const evaluationId = randomUUID();
    const period = { periodStart: window.from, periodEnd: window.to };
    const row = { version, name: policy.name, status: 'published' as const, revision: 1, createdBy: 'test', createdAt: early, publishedAt: early };
    await tx.policy.create({ data: { ...row, document: JSON.parse(JSON.stringify(policy)) as Prisma.InputJsonObject } });
    await tx.$executeRaw`
      INSERT INTO evaluations (id, period_start, period_end, official, status, stage, policy_version, total, scored, requested_by, cut_off_at, created_at)
      VALUES (${evaluationId}::uuid, ${period.periodStart}::date, ${period.periodEnd}::date, false, 'running', 'scoring', ${version}, ${members.length}, 0, 'test', ${cutOff}, ${cutOff})`;
    await tx.evaluationMember.createMany({ data: members.map(({ id, segment }) => ({ evaluationId, supplierId: id, chunk: 0, segment })) });
    expect(await writeScores(tx, { ...period, evaluationId, chunk: 0, official: false, cutOffAt: cutOff, at: cutOff }, { ...row, policy })).toBe(members.length);
    await tx.$executeRaw`DROP TABLE chunk_measures`;
    const rows = await tx.$queryRaw<MemberScore[]>`
      SELECT supplier_id AS "supplierId", segment, score::text AS score, grade, indicators, explanation FROM scores WHERE evaluation_id = ${evaluationId}::uuid`;
    return new Map(rows.map(({ supplierId, ...row }) => [supplierId, row]));
  }

  function scoresOf(...query: Parameters<typeof queryOf>): Promise<MemberScore[]> {
    return computeScores(db, queryOf(...query));
  }

  function queryOf(policy: Policy, policyVersion: number, refused: { id: string; name: string }[] = [], reading: Partial<ScoreQuery> = {}): ScoreQuery {
    const members = Prisma.join(ids.map((id) => Prisma.sql`(${id}::uuid, ${segmentOf(id)}::text)`));
    return {
      members: Prisma.sql`VALUES ${members}`,
      periodStart: window.from,
      periodEnd: window.to,
      asOf: window.asOf,
      cutOffAt: window.cutOffAt,
      policy,
      policyVersion,
      ...(refused.length > 0 ? { refused: Prisma.sql`VALUES ${Prisma.join(refused.map(({ id, name }) => Prisma.sql`(${id}::uuid, ${name}::text)`))}` } : {}),
      ...reading,
    };
  }

  function gatesOf(supplierId: string): Set<GateName> {
    const number = ids.indexOf(supplierId);
    return new Set(gateNameSchema.options.filter((gate) => held[gate].includes(number)));
  }
});

it('every measure can be asked for by a formula', () => {
  for (const name of measureNames) expect(parseFormula(name, measureNames)).toEqual({ kind: 'variable', name });
});

function criticalCase(supplierId: string, closedAt: Date | null, openedAt = early): Prisma.CaseCreateManyInput {
  const id = randomUUID();
  return {
    id, supplierId, openedAt, closedAt, process: 'rectification', cause: id, title: 'Cracks', severity: 'critical', stage: 'rootCause', status: closedAt ? 'closed' : 'open',
    overdue: false, policyVersion: 1, confidential: false, sequence: 1, schemaVersion: 1, state: {}, headHash: '-', workflowId: id, updatedAt: openedAt,
  };
}

function certificate(
  supplierId: string,
  { validTo, validFrom = '2009-01-01', kind = 'ISO 9001', mandatory = true, arrivedAt = early, supersededAt = null }: { validTo: string | null; validFrom?: string; kind?: string; mandatory?: boolean; arrivedAt?: Date; supersededAt?: Date | null },
): Prisma.CertificateCreateManyInput {
  const externalId = randomUUID();
  return { id: externalId, supplierId, source: 'erp', externalId, version: 1, kind, number: '1', validFrom: day(validFrom), validTo: validTo === null ? null : day(validTo), mandatory, fileIds: [], contentHash: '-', arrivedAt, supersededAt };
}

function finding(supplierId: string, kind: GateName, foundAt: Date, liftedAt: Date | null): Prisma.SupplierFindingCreateManyInput {
  return { id: randomUUID(), supplierId, kind, reason: 'List of the day', foundBy: 'somebody', foundAt, liftedAt, liftedBy: liftedAt && 'somebody' };
}
