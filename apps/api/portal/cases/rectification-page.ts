import type { RectificationState } from '#domain/rectification/state.js';
import { newestFigure, type PageOfCase } from '#persistence/cases/page-of-case.js';
import { casePage } from './case-page.js';
import { formsPart } from './form-part.js';
import { MESSAGE } from './offers.js';
import type { ProcessPage } from './process-page.js';
import { isFormOfSuppliers, offersOf, type Offers } from './rectification-offers.js';

/** The page of a rectification. */
export const rectificationPage: ProcessPage = {
  links: { kind: 'rectification', path: '/portal/cases' },
  isForm: isFormOfSuppliers,
  kept: ['text', 'containment', 'rootCause', 'nonDetection', 'reason'],
  refusal: (code) => (code === 'extensionLimit' ? 'page.refused.extensionLimit' : null),
  async view(tx, found, language) {
    const figure = await newestFigure(tx, found.supplierId, (found.state as RectificationState).watch.indicator);
    const offers = offersFor(found);
    return {
      offers: [...offers.steps, ...(offers.extension ? [offers.extension] : []), MESSAGE],
      body: ({ forms, ...shown }) => casePage({ ...shown, found, figure, language, forms: formsPart(offers, forms) }),
    };
  },
};

/** What waits for the workflow leaves nothing to answer yet. */
function offersFor(found: PageOfCase): Offers {
  return found.status === 'open' && found.pendingSince === null ? offersOf(found.state) : { steps: [], extension: null };
}
