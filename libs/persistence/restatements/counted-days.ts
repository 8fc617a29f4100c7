import { kindNamed, type FactKindName } from '#domain/facts/catalogue.js';
import { columnName } from '#domain/facts/kind.js';

/** Days besides a fact's own on which indicators and gates count it: an array of dates in SQL of the fact `row`. */
const alsoOn: Partial<Record<FactKindName, (row: string) => string>> = {
  // Prices are compared with those of a year before.
  orderLines: (row) => `ARRAY[(${row}.promised_date + interval '1 year')::date]`,
  invoices: (row) => `ARRAY[${row}.due_on]`,
  complaints: (row) => `ARRAY[${row}.answer_due_on]`,
  // The gate asks at the cut-off whether there is a valid one: that touches every evaluation since its first day.
  certificates: (row) => `ARRAY(SELECT period_end FROM evaluations WHERE official AND cut_off_at >= ${row}.valid_from)`,
};

/**
 * Every day on which a fact counts (`on_date` of the groups in `persistence/measures`): its own days and those of the facts it
 * belongs to. SQL over a relation `k0` of rows of the kind's table: `joins` to the facts above, and `days`, an array of
 * dates, some of them perhaps null.
 */
export function countedDays(name: FactKindName): { joins: string; days: string } {
  const joins: string[] = [];
  const days: string[] = [];
  for (let [step, below] = [0, kindNamed(name)]; ; step++) {
    if (below.day) days.push(`ARRAY[k${step}.${columnName(below.day)}]`);
    const also = alsoOn[below.name as FactKindName];
    if (also) days.push(also(`k${step}`));
    if (!below.parent) return { joins: joins.join(' '), days: days.join(' || ') };
    const { kind, column } = below.parent;
    const above = kindNamed(kind as FactKindName);
    const [own, next] = [`k${step}`, `k${step + 1}`];
    joins.push(`LEFT JOIN ${above.table} ${next} ON ${next}.source = ${own}.source AND ${next}.external_id = ${own}.${columnName(column)} AND ${next}.superseded_at IS NULL`);
    below = above;
  }
}
