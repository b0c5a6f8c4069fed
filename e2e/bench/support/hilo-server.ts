import { tmpdir } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import pg from 'pg';
import { createPool } from '../../../backend/src/db/pool.ts';
import { createLog } from '../../../backend/src/log/logger.ts';
import type { BusMessage } from '../../../backend/src/realtime/bus.ts';
import { InProcessBus } from '../../../backend/src/realtime/in-process-bus.ts';
import { serve } from '../../../backend/src/start/serve.ts';
import { serveParent } from './child.ts';

/**
 * The server as it runs for real, log and traces included, with two differences: limits do not end the benchmark, and
 * the statements sent to the database are counted.
 */
let queries = 0;
const send = pg.Client.prototype.query as (...given: unknown[]) => unknown;
Object.assign(pg.Client.prototype, {
  query(...given: unknown[]) {
    queries += 1;
    return send.apply(this, given);
  },
});

const much = { points: 1e9, seconds: 60 };
const log = createLog({ level: 'info' });
const bus = new InProcessBus(log);
const pool = await createPool(process.argv[2] as string);
const server = await serve({
  pool,
  bus,
  log,
  env: {
    publicOrigin: null,
    trustedProxies: 0,
    metricsToken: null,
    distFolder: tmpdir(),
    rateLimits: {
      address: much,
      newContact: much,
      visitorReads: much,
      visitorWrites: much,
      agent: much,
    },
  },
  port: 0,
  host: '127.0.0.1',
});

serveParent(server.port, {
  queries: () => queries,
  answer: async ({ messages, times }) => {
    for (let turn = 0; turn < (times as number); turn += 1) {
      bus.publish(messages as BusMessage[]);
      await setImmediate();
    }
  },
  stop: async () => {
    await server.stop();
    await pool.end();
  },
});
