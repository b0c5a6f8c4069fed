import {
  type DatabasePool,
  type Interceptor,
  SchemaValidationError,
  createPool as slonikCreatePool,
} from 'slonik';
import { createPreparingDriver } from './preparing-driver.ts';

export interface PoolOptions {
  /** Connections held at most. */
  connectionsMax?: number;
  /** A statement that takes longer is cancelled. */
  statementTimeoutMs?: number;
}

/**
 * A pool of typed connections: each row is checked against the schema beside its statement, and
 * `int8` comes as a number. Times are presented by SQL (`epoch_ms`).
 *
 * Two settings differ from the library's: statements are prepared once per connection, and nothing is reset between
 * checkouts (`DISCARD ALL` is a round trip, and would throw the prepared ones away). So no command may change session
 * state: no `SET` without `LOCAL`, no temporary tables, no session-level advisory locks.
 */
export function createPool(url: string, options: PoolOptions = {}): Promise<DatabasePool> {
  return slonikCreatePool(url, {
    driverFactory: createPreparingDriver,
    interceptors: [rowChecker],
    maximumPoolSize: options.connectionsMax ?? 10,
    idleTimeout: 60_000,
    statementTimeout: options.statementTimeoutMs ?? 15_000,
    idleInTransactionSessionTimeout: 15_000,
    // Serialization failures and deadlocks only (class 40); a retry runs the handler again.
    transactionRetryLimit: 3,
    queryRetryLimit: 3,
    resetConnection: async () => {},
    // Counts, versions and milliseconds: all far below 2^53.
    typeParsers: [{ name: 'int8', parse: Number }],
  });
}

/** A row that is not what the code beside the statement believes is a bug, and stops here. */
const rowChecker: Interceptor = {
  name: 'rowChecker',
  transformRow: ({ resultParser }, query, row) => {
    if (!resultParser) return row;
    const result = resultParser.safeParse(row);
    if (!result.success) throw new SchemaValidationError(query, row, result.error.issues as never);
    return result.data as typeof row;
  },
};
