import { openWorkplace, type Workplace } from '#test/in-process.js';
import { outgrowHistory } from '#test/long-history.js';
import { ownTemporal, type OwnTemporal } from '#test/own-temporal.js';

/** Events after which this server wants a new run; with Temporal's own figure the test stands in test/long. */
const LONG = 100;
let server: OwnTemporal;
let place: Workplace;

beforeAll(async () => {
  server = await ownTemporal({ 'limit.historyCount.suggestContinueAsNew': LONG });
  await server.start();
  place = await openWorkplace({ server: server.address });
}, 240_000);
afterAll(async () => {
  await place?.close();
  await server?.remove();
}, 240_000);

describe('a cycle goes on from its row', () => {
  it('when its history has grown long, however often it is told of something', () => outgrowHistory(place), 480_000);
});
