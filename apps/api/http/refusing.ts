import { Refusal } from '#domain/process/decision.js';
import { refusalOf } from '../processes/outcomes.js';

/** Does work whose refusals by the rules leave as problems: 403 for the separation of duties, else 409. @throws Problem */
export async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal) throw refusalOf(error);
    throw error;
  }
}
