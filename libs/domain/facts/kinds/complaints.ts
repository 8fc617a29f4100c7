import { choice, date, externalId, factKind, past, proseLimit, required, text, type Say, type Values } from '../kind.js';

/** A complaint, or an after-sales case. */
export const complaints = factKind({
  name: 'complaints',
  table: 'complaints',
  means: 'a complaint or an after-sales case',
  columns: {
    externalId: externalId(),
    openedOn: required(past('when it was raised')),
    kind: required(choice(['complaint', 'afterSales'], 'which of the two')),
    severity: choice(['minor', 'major', 'critical'], 'how bad it is'),
    item: text('external id or description of the item', 1_000),
    description: text('what is wrong', proseLimit),
    answerDueOn: date('by when the supplier must answer'),
    answeredOn: past('when the supplier answered'),
    closedOn: past('when it was closed'),
  },
  day: 'openedOn',
  complete: (complaint, say) => {
    notBeforeOpening(complaint, say, 'answerDueOn');
    notBeforeOpening(complaint, say, 'answeredOn');
    notBeforeOpening(complaint, say, 'closedOn');
  },
});

function notBeforeOpening(complaint: Values, say: Say, column: string): void {
  const day = complaint[column];
  if (day && day < (complaint['openedOn'] ?? '')) say.problem(column, 'datesOutOfOrder', `This is before it was raised (${complaint['openedOn']}).`);
}
