import { indicators, type IndicatorName } from './catalogue.js';
import type { Figure, IndicatorDefinition, Unit } from './definition.js';
import type { Measures } from './measures.js';

/** Under the minimum sample an indicator is insufficient data: not 0, not 100. */
export type IndicatorStatus = 'ok' | 'insufficientData';

/** Figures as the API shows them, with full precision. */
export interface FigureShown {
  /** In the indicator's unit; given whenever the denominator is above 0, also under the minimum sample. */
  readonly value: number | null;
  readonly numerator: number;
  readonly denominator: number;
  readonly sample: number;
  readonly status: IndicatorStatus;
}

/** One indicator of one supplier over a period; `series` has one entry a month, `YYYY-MM`. */
export interface IndicatorItem extends FigureShown {
  readonly indicator: IndicatorName;
  readonly unit: Unit;
  readonly series?: readonly (FigureShown & { readonly month: string })[];
}

/** Whether a figure rests on enough facts to be judged. */
export function statusOf(figure: Figure, minimumSample: number): IndicatorStatus {
  return figure.value !== null && figure.sample >= minimumSample ? 'ok' : 'insufficientData';
}

/** A figure with numbers in place of decimals. */
export function showFigure(figure: Figure, minimumSample: number): FigureShown {
  return {
    value: figure.value?.toNumber() ?? null,
    numerator: figure.numerator.toNumber(),
    denominator: figure.denominator.toNumber(),
    sample: figure.sample,
    status: statusOf(figure, minimumSample),
  };
}

/**
 * All indicators of one supplier. `months` are the measures of each month in order; absent: no series.
 * `minimumSampleOf` comes from the policy, and so does `among`, where the policy defines indicators of its own.
 */
export function indicatorItems(
  measures: Measures,
  minimumSampleOf: (name: IndicatorName) => number,
  months?: readonly { readonly month: string; readonly measures: Measures }[],
  among: readonly IndicatorDefinition[] = indicators,
): IndicatorItem[] {
  return among.map((indicator) => {
    const show = (of: Measures): FigureShown => showFigure(indicator.from(of), minimumSampleOf(indicator.name));
    const item = { indicator: indicator.name, unit: indicator.unit, ...show(measures) };
    return months ? { ...item, series: months.map(({ month, measures }) => ({ month, ...show(measures) })) } : item;
  });
}
