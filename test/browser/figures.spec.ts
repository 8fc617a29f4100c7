import { openDesk } from './desk.js';
import { judgement } from './judgement.js';
import { policiesAndFacts } from './policies-and-facts.js';

openDesk();
describe('The judgement', judgement);
describe('Policies and facts', policiesAndFacts);
