/**
 * How many stories a property is tried with where each costs a database some hundred statements: `few` on each run, `many` with
 * `npm run test:long`. fast-check draws other ones each time and prints the seed of what fails.
 */
export function runs(few: number, many: number): { numRuns: number } {
  return { numRuns: process.env['STEWARD_TEST_LONG'] ? many : few };
}
