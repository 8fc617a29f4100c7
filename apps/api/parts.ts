import { Inject } from '@nestjs/common';
import type { Configuration } from '#apps/configuration.js';
import type { Door } from '#apps/door/door.js';
import type { Database } from '#persistence/database.js';

/** What the API is built from; every controller gets the parts it needs by token. */
export interface ApiParts {
  readonly configuration: Configuration;
  readonly db: Database;
  readonly door: Door;
  /** The clock of sessions, keys and arrivals; business time is the workflow's. */
  readonly now: () => Date;
}

export const CONFIGURATION = Symbol('configuration');
export const DATABASE = Symbol('database');
export const DOOR = Symbol('door');
export const NOW = Symbol('now');

/** Parameter decorators for the parts. */
export const InjectConfiguration = () => Inject(CONFIGURATION);
export const InjectDatabase = () => Inject(DATABASE);
export const InjectDoor = () => Inject(DOOR);
export const InjectNow = () => Inject(NOW);

/** See {@link ApiParts.now}. */
export type Now = () => Date;
