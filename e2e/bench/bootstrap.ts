import { randomUUID } from 'node:crypto';
import { Agent } from 'node:http';
import { alternate, rateOf } from './support/alternate.ts';
import { startChild } from './support/child.ts';
import { ask } from './support/http.ts';
import { loadNow, median, ms, percentile, say, whole } from './support/numbers.ts';
import {
  type BenchVisitor,
  newTraceparent,
  openConversations,
  startStand,
  widgetId,
} from './support/stand.ts';

/**
 * What every page load of every visitor costs: bootstrap, for a device that nobody knows and for one with a
 * conversation, compared with the server's cheapest answer. Reports; asserts nothing.
 */
const clients = 32;
const roundMs = 2_000;

const stand = await startStand();
const visitors = await openConversations(stand.pool, clients);
const server = await startChild('hilo-server.ts', stand.url);
const agent = new Agent({ keepAlive: true, maxSockets: clients });
const { port } = server;

const live = sideOf('/health/live', () => ask({ agent, port, path: '/health/live' }));
const unknown = sideOf('bootstrap, unknown device', () => {
  // Without a token the trace travels in the query: a header would cost a preflight.
  const query = new URLSearchParams({ deviceId: randomUUID(), traceparent: newTraceparent() });
  return ask({ agent, port, path: `/v1/widgets/${widgetId}/bootstrap?${query}` });
});
const known = sideOf('bootstrap, known device', (client) => {
  const { token, deviceId } = visitors[client] as BenchVisitor;
  const path = `/v1/widgets/${widgetId}/bootstrap?deviceId=${deviceId}`;
  return ask({ agent, port, path, token, traceparent: newTraceparent() });
});

const sides = [live, unknown, known];
const rates = await alternate(sides);
const cheapest = rates.get(live.name) as number;
say('', `page loads, ${clients} at a time (${loadNow()})`);
for (const { name, each, answeredMs } of sides) {
  const rate = rates.get(name) as number;
  const { cpuMs, queries } = each();
  const spread = `p50 ${ms(median(answeredMs))} p99 ${ms(percentile(answeredMs, 0.99))}`;
  say(
    `  ${name.padEnd(26)} ${whole(rate).padStart(7)} requests/s, ${(cheapest / rate).toFixed(2)} times as dear; ` +
      `${whole(cpuMs * 1000)} µs CPU, ${queries.toFixed(2)} queries each; ${spread}`,
  );
}
agent.destroy();
await server.stop();
await stand.stop();

function sideOf(name: string, request: (client: number) => Promise<string>) {
  const answeredMs: number[] = [];
  const used = { cpuMs: 0, queries: 0 };
  return {
    name,
    answeredMs,
    /** What one request used, on average. */
    each: () => ({ cpuMs: used.cpuMs / answeredMs.length, queries: used.queries / answeredMs.length }),
    measure: async () => {
      const before = await server.usage();
      const rate = await rateOf(clients, roundMs, async (client) => {
        const at = performance.now();
        await request(client);
        answeredMs.push(performance.now() - at);
      });
      const after = await server.usage();
      used.cpuMs += after.cpuMs - before.cpuMs;
      used.queries += after.queries - before.queries;
      return rate;
    },
  };
}
