import { cycles } from './cycles.js';
import { openDesk } from './desk.js';
import { mailAndChannels } from './mail-and-channels.js';
import { programme } from './programme.js';

openDesk();
describe('The programme', programme);
describe('Mail and channels', mailAndChannels);
describe('Cycles', cycles);
