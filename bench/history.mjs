/** Events of a workflow's history, and its actions as Temporal counts them: starts, activities, timers, signals, updates, two for a child. */
export async function measured(client, workflowId) {
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  const count = (attributes) => events.filter((event) => event[attributes]).length;
  const actions =
    count('workflowExecutionStartedEventAttributes') +
    count('activityTaskScheduledEventAttributes') +
    count('timerStartedEventAttributes') +
    count('workflowExecutionSignaledEventAttributes') +
    count('workflowExecutionUpdateAcceptedEventAttributes') +
    2 * count('startChildWorkflowExecutionInitiatedEventAttributes');
  return { events: events.length, actions };
}

/** How long the activities of a workflow took from being scheduled until they had completed, in seconds, in the order of their first. */
export async function activitySeconds(client, workflowId) {
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  const scheduled = new Map(events.filter((event) => event.activityTaskScheduledEventAttributes).map((event) => [String(event.eventId), event]));
  const seconds = {};
  for (const { eventTime, activityTaskCompletedEventAttributes: completed } of events) {
    const begin = completed && scheduled.get(String(completed.scheduledEventId));
    if (!begin) continue;
    const name = begin.activityTaskScheduledEventAttributes.activityType.name;
    seconds[name] = Number(((seconds[name] ?? 0) + secondsOf(eventTime) - secondsOf(begin.eventTime)).toFixed(3));
  }
  return seconds;
}

function secondsOf({ seconds, nanos }) {
  return Number(seconds) + nanos / 1e9;
}
