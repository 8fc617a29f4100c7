import { temporal } from '@temporalio/proto';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { findTemporalTestServer } from '#apps/cli/launcher/temporal-binary.js';
import { testServers } from './servers.js';

const KEYWORD = temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;

/**
 * host:port of the Temporal development server that all test files share: give workflows and queues names of their own.
 * Virtual time can be asked for per workflow (`timeSkippingConfig`).
 */
export async function testTemporalAddress(): Promise<string> {
  const { temporalAddress } = await testServers();
  if (!temporalAddress) throw new Error('This run has no Temporal server: STEWARD_TEST_TEMPORAL is not set.');
  return temporalAddress;
}

/** A server of this test file's own, whose clock jumps to the next timer whenever a result is awaited. Tear it down afterwards. */
export async function timeSkippingEnvironment(): Promise<TestWorkflowEnvironment> {
  const path = await findTemporalTestServer((line) => process.stderr.write(`${line}\n`));
  const environment = await TestWorkflowEnvironment.createTimeSkipping({ server: { executable: { type: 'existing-path', path } } });
  await environment.connection.operatorService.addSearchAttributes({
    namespace: environment.namespace ?? 'default',
    searchAttributes: { SupplierId: KEYWORD, Process: KEYWORD },
  });
  return environment;
}
