export { evaluationCycle } from './evaluation-cycle/workflow.js';
export { monitoring } from './monitoring/workflow.js';
export { openings } from './openings/workflow.js';
export { pullFacts } from './pull-facts/workflow.js';
export { rectification } from './rectification/workflow.js';
export { restatement } from './restatement/workflow.js';
export { scheduledEvaluation } from './scheduled-evaluation/workflow.js';
export { survey } from './survey/workflow.js';
