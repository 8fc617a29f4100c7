import { openWorkplace, type Workplace } from '#test/in-process.js';
import { outgrowHistory } from '#test/long-history.js';

let place: Workplace;

beforeAll(async () => {
  place = await openWorkplace();
}, 240_000);
afterAll(async () => {
  await place?.close();
}, 240_000);

describe('a cycle goes on from its row', () => {
  it('when its history has as many events as Temporal wants in one run, however often it is told of something', () => outgrowHistory(place), 480_000);
});
