/** What one rater says of one supplier, 0–100. */
export interface Rating {
  readonly raterId: string;
  readonly supplierId: string;
  readonly value: number;
}

/** What a calibration needs: raters of a supplier that make a panel, and suppliers that a rater must share with panels. */
export interface CalibrationTerms {
  readonly minimumRaters: number;
  readonly minimumShared: number;
}

/** Why a rater could not be calibrated. */
export const reasonsLeftRaw = ['tooFewShared', 'noSpread'] as const;

/** See {@link reasonsLeftRaw}. */
export type LeftRaw = (typeof reasonsLeftRaw)[number];

/** A rater beside the panel: means and spreads are over the suppliers that both have rated. */
export interface RaterStanding {
  readonly raterId: string;
  readonly shared: number;
  /** null: calibrated. */
  readonly leftRaw: LeftRaw | null;
  readonly mean: number | null;
  readonly spread: number | null;
  readonly panelMean: number | null;
  readonly panelSpread: number | null;
}

/** One rating beside what it says on the panel's scale; null where its rater was left raw. */
export interface CalibratedRating extends Rating {
  readonly calibrated: number | null;
}

/** A supplier's means, 0–100. `calibrated` is null when none of its raters could be calibrated. */
export interface SupplierMean {
  readonly supplierId: string;
  readonly raters: number;
  readonly raw: number;
  readonly calibrated: number | null;
}

export interface Calibration {
  readonly raters: readonly RaterStanding[];
  readonly ratings: readonly CalibratedRating[];
  readonly suppliers: readonly SupplierMean[];
}

/** Below this a spread is rounding and says nothing. */
const NO_SPREAD = 1e-9;

/**
 * Corrects raters who score everybody high or low, by z-score against the panel (domain.md §6): a rater's
 * `(value − own mean) / own spread` is put on the mean and spread that the panel has over the same suppliers, and so for all
 * that the rater rates. The panel's word on a supplier is the median of its raters, which one harsh and one generous do not move.
 * Left raw: who shares too few suppliers with panels, and where either spread is 0. Spreads are those of the population.
 * A rater rates a supplier once. Pure; the order of the answer is that of first mention.
 */
export function calibrate(ratings: readonly Rating[], terms: CalibrationTerms): Calibration {
  const bySupplier = grouped(ratings, ({ supplierId }) => supplierId);
  const panel = new Map([...bySupplier].filter(([, given]) => given.length >= terms.minimumRaters).map(([id, given]) => [id, medianOf(given.map(({ value }) => value))]));
  const standings = new Map([...grouped(ratings, ({ raterId }) => raterId)].map(([raterId, given]) => [raterId, standingOf(raterId, given, panel, terms)]));
  const calibrated = ratings.map((rating) => ({ ...rating, calibrated: onPanelScale(rating.value, standings.get(rating.raterId)) }));
  return { raters: [...standings.values()], ratings: calibrated, suppliers: [...grouped(calibrated, ({ supplierId }) => supplierId)].map(meansOf) };
}

function standingOf(raterId: string, given: readonly Rating[], panel: ReadonlyMap<string, number>, terms: CalibrationTerms): RaterStanding {
  const shared = given.flatMap(({ supplierId, value }) => {
    const word = panel.get(supplierId);
    return word === undefined ? [] : [{ value, word }];
  });
  const own = spreadOf(shared.map(({ value }) => value));
  const others = spreadOf(shared.map(({ word }) => word));
  const figures = { mean: own?.mean ?? null, spread: own?.spread ?? null, panelMean: others?.mean ?? null, panelSpread: others?.spread ?? null };
  return { raterId, shared: shared.length, leftRaw: reasonFor(shared.length, own, others, terms), ...figures };
}

function reasonFor(shared: number, own: Spread | null, panel: Spread | null, { minimumShared }: CalibrationTerms): LeftRaw | null {
  if (shared < minimumShared || !own || !panel) return 'tooFewShared';
  return own.spread <= NO_SPREAD || panel.spread <= NO_SPREAD ? 'noSpread' : null;
}

function onPanelScale(value: number, standing: RaterStanding | undefined): number | null {
  if (!standing || standing.leftRaw !== null) return null;
  const { mean, spread, panelMean, panelSpread } = standing;
  if (mean === null || spread === null || panelMean === null || panelSpread === null) return null;
  return panelMean + ((value - mean) / spread) * panelSpread;
}

/** Who was left raw counts as said: a supplier's mean is over all its raters. */
function meansOf([supplierId, given]: [string, readonly CalibratedRating[]]): SupplierMean {
  const someCalibrated = given.some(({ calibrated }) => calibrated !== null);
  return {
    supplierId,
    raters: given.length,
    raw: meanOf(given.map(({ value }) => value)),
    calibrated: someCalibrated ? within(meanOf(given.map(({ value, calibrated }) => calibrated ?? value))) : null,
  };
}

interface Spread {
  readonly mean: number;
  readonly spread: number;
}

function spreadOf(values: readonly number[]): Spread | null {
  if (values.length === 0) return null;
  const mean = meanOf(values);
  return { mean, spread: Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2))) };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.slice(Math.floor((sorted.length - 1) / 2), Math.floor(sorted.length / 2) + 1);
  return meanOf(middle);
}

/** The scale of ratings has ends, which a z-score does not know. */
function within(value: number): number {
  return Math.min(100, Math.max(0, value));
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
