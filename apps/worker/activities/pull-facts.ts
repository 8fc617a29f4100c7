import type { PullFactsActivities } from '#workflows/pull-facts/activities.js';
import { ApplicationFailure, Context } from '@temporalio/activity';
import { v5 as uuidv5 } from 'uuid';
import { SourceFailed } from '../pull/ask-source.js';
import { pullConnector, type PullPorts } from '../pull/pull-connector.js';
import { withSignsOfLife } from './signs-of-life.js';

/** The activity of a pull. What a source may mend by itself is tried again; codes only go into the history. */
export function createPullActivities(ports: PullPorts): PullFactsActivities {
  return withSignsOfLife<PullFactsActivities>({
    async pull({ connectorId }) {
      const context = Context.current();
      const { workflowExecution, attempt } = context.info;
      try {
        // Each attempt is an import of its own: a failed one stays as it is and says why.
        const importId = uuidv5(`pull:${attempt}`, uuidv5(connectorId, workflowExecution?.runId ?? connectorId));
        return await pullConnector(ports, { connectorId, importId, beat: () => context.heartbeat(), signal: context.cancellationSignal });
      } catch (error) {
        if (!(error instanceof SourceFailed)) throw error;
        throw error.again ? ApplicationFailure.retryable(error.code, error.code) : ApplicationFailure.nonRetryable(error.code, error.code);
      }
    },
  });
}
