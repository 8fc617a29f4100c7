import { externalId, factKind, figure, past, proseLimit, required, text } from '../kind.js';

/** A stop of our line that the supplier caused. */
export const stoppages = factKind({
  name: 'stoppages',
  table: 'stoppages',
  means: 'a stop of our line that the supplier caused',
  columns: {
    externalId: externalId(),
    occurredOn: required(past('when the line stopped')),
    hours: required(figure('how long, in hours')),
    reason: text('why', proseLimit),
  },
  day: 'occurredOn',
});
