/** `npm start`: sets up what is missing, then runs `steward start` with the same arguments in this very process. */
import { setup } from './setup.mjs';

try {
  await setup();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
const { runCommandLine } = await import('../dist/apps/cli/main.js');
await runCommandLine([process.argv[0], 'steward', 'start', ...process.argv.slice(2)]);
