/** Events of a workflow's history, and its actions as Temporal counts them: starts, activities, timers, signals, two for a child. */
export async function measured(client, workflowId) {
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  const count = (attributes) => events.filter((event) => event[attributes]).length;
  const actions =
    count('workflowExecutionStartedEventAttributes') +
    count('activityTaskScheduledEventAttributes') +
    count('timerStartedEventAttributes') +
    count('workflowExecutionSignaledEventAttributes') +
    2 * count('startChildWorkflowExecutionInitiatedEventAttributes');
  return { events: events.length, actions };
}
