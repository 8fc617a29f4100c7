import type { Figures } from '../segmentation/kraljic.js';

/** Nothing was bought from a new supplier yet: it is placed by answers alone. */
export const noFigures: Figures = { activeSuppliers: null, shareOfCategory: null, categoryShareOfTotal: null, meanLeadTime: null };
