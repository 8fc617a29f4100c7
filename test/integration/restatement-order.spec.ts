import fc from 'fast-check';
import { openDatabase, type Database } from '#persistence/database.js';
import { seedPolicies } from '#persistence/policies/policies.js';
import { workableRestatements } from '#persistence/restatements/restatements.js';
import { closeEvaluation, publishEvaluation } from '#test/cycle-steps.js';
import { createTestDatabase } from '#test/postgres.js';
import { runs } from '#test/runs.js';
import { begin, judge, land, month, score, settleSupplier, storedScore, workOff, workOffAll } from '#test/late-facts.js';

let database: Awaited<ReturnType<typeof createTestDatabase>> | undefined;
let db: Database;
let tick = Date.parse('2026-07-01T00:00:00Z');
const now = () => new Date((tick += 1_000));

afterEach(() => closeDatabase());

const months = ['2026-02', '2026-03'] as const;
const day = fc.integer({ min: 1, max: 28 }).map((number) => String(number).padStart(2, '0'));
/** Few ids, so that facts are replaced, move to another day, another month, and lose their receipts. */
const delivery = fc.record({
  supplier: fc.constantFrom(0, 1),
  id: fc.integer({ min: 0, max: 5 }),
  promised: fc.tuple(fc.constantFrom(...months), day).map(([name, date]) => `${name}-${date}`),
  received: fc.option(fc.tuple(fc.constantFrom('2026-02', '2026-03', '2026-04'), day).map(([name, date]) => `${name}-${date}`)),
  quantity: fc.constantFrom(4, 10, 11),
});
const act = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('land' as const), deliveries: fc.array(delivery, { minLength: 1, maxLength: 6 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('restate' as const), which: fc.nat(5) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('evaluate' as const), month: fc.constantFrom(0 as const, 1 as const) }) },
);

describe('whatever the order of late facts, evaluations and restatements', () => {
  it('the current scores end as an evaluation made at the end would give them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 14 }), async (acts) => {
        await onFreshDatabase();
        const suppliers = [await settleSupplier(db), await settleSupplier(db)];
        /** Each evaluation goes one step further each time: begun, scored, published, closed. */
        const evaluations = months.map((name) => ({ name, id: '', step: 0 }));
        const advance = async (evaluation: (typeof evaluations)[number]) => {
          const evaluationId = evaluation.id;
          if (evaluation.step === 0) evaluation.id = await begin(db, month(evaluation.name), now());
          if (evaluation.step === 1) await score(db, evaluationId, now());
          if (evaluation.step === 2) await publishEvaluation(db, { evaluationId, at: now() });
          if (evaluation.step === 3) await closeEvaluation(db, { evaluationId, at: now() });
          evaluation.step += 1;
        };
        for (const each of acts) {
          if (each.kind === 'evaluate') await advance(evaluations[each.month] as (typeof evaluations)[number]);
          if (each.kind === 'land')
            await land(db, each.deliveries.map(({ supplier, id, ...rest }) => ({ ...rest, supplierId: suppliers[supplier] as string, id: `${suppliers[supplier]}-${id}` })), now());
          if (each.kind === 'restate') {
            const open = await workableRestatements(db, 10);
            const chosen = open[each.which % Math.max(open.length, 1)];
            if (chosen) await workOff(db, chosen.id, now(), 1);
          }
        }
        for (const evaluation of evaluations) while (evaluation.step < 4) await advance(evaluation);
        await workOffAll(db, now());
        for (const { name, id } of evaluations) {
          const atTheEnd = await judge(db, { ...month(name), supplierIds: suppliers }, now());
          for (const supplierId of suppliers) {
            const [current, wanted] = [await storedScore(db, id, supplierId), await storedScore(db, atTheEnd, supplierId)];
            expect(resultOf(current)).toEqual(resultOf(wanted));
          }
        }
      }),
      runs(6, 60),
    );
  }, 180_000);
});

async function onFreshDatabase(): Promise<void> {
  await closeDatabase();
  database = await createTestDatabase();
  db = openDatabase({ url: database.url, role: 'staff', applicationName: 'steward-test' });
  await seedPolicies(db, { sample: true, at: new Date('2026-01-01T00:00:00Z') });
}

async function closeDatabase(): Promise<void> {
  if (!database) return;
  await db.close();
  await database.drop();
}

function resultOf({ score: points, grade, indicators, explanation }: Awaited<ReturnType<typeof storedScore>>) {
  return { score: points?.toNumber() ?? null, grade, indicators, explanation };
}
