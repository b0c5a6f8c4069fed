import type { CommonQueryMethods, DatabasePool } from 'slonik';
import { HiloError } from '../hilo-error.ts';

/** A transaction's connection. */
export type Transaction = CommonQueryMethods;

/**
 * Runs `work` in one transaction; it commits when `work` returns. An expected failure (`HiloError`) rolls back and
 * keeps the connection: the library destroys a connection whose handler throws. A deadlock or a serialization failure
 * runs `work` again, three times at most.
 */
export async function transact<T>(pool: DatabasePool, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const outcome = await pool.connect(async (connection) => {
    try {
      return { value: await connection.transaction(work) };
    } catch (error) {
      if (error instanceof HiloError) return { error };
      throw error;
    }
  });
  if ('error' in outcome) throw outcome.error;
  return outcome.value;
}
