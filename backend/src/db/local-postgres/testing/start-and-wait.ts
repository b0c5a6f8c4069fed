import { startLocalPostgres } from '../../local-postgres.ts';

/** A process of its own for tests to kill: starts the server on the data directory given, prints its URL, waits. */
const server = await startLocalPostgres({ dataDir: process.argv[2]!, port: 0 });
process.stdout.write(`${server.url}\n`);
setInterval(() => undefined, 60_000);
