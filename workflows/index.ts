export { evaluationCycle } from './evaluation-cycle/workflow.js';
export { rectification } from './rectification/workflow.js';
export { restatement } from './restatement/workflow.js';
