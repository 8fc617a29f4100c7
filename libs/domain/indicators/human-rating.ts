import { defineIndicator } from './definition.js';

/** What the people who work with a supplier say of it: the mean over the raters of the period's cycles, as settled there (domain.md §6). */
export const humanRating = defineIndicator({
  name: 'humanRating',
  unit: 'points',
  direction: 'higherIsBetter',
  minimumSample: 1,
  titleKey: 'indicator.humanRating',
  title: 'Human rating',
  formula: 'ratings of the period’s cycles, 0 to 100, calibrated where that was confirmed, summed over raters / raters',
  numerator: 'ratingPoints',
  denominator: 'ratingsGiven',
  sample: 'ratingsGiven',
  scale: 1,
});
