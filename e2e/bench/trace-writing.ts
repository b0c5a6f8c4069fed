import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createCompany } from '../../backend/src/commands/operator/create-company.ts';
import { createWidget } from '../../backend/src/commands/operator/create-widget.ts';
import { startLocalPostgres, withDatabase } from '../../backend/src/db/local-postgres.ts';
import { migrate } from '../../backend/src/db/migrate.ts';
import { createPool } from '../../backend/src/db/pool.ts';
import { createLog } from '../../backend/src/log/logger.ts';
import { InProcessBus } from '../../backend/src/realtime/in-process-bus.ts';
import { migrationsFolder } from '../../backend/src/routes/readiness.ts';
import { serve } from '../../backend/src/start/serve.ts';

/**
 * What it costs sending that the server keeps the lines of each trace: two servers, each in a process and a database
 * of its own, one with it and one without, asked in turn. Reports; asserts nothing.
 */
const clients = 32;
const rounds = 15;
const roundMs = 2_000;
const settleMs = 700;
const widgetId = 'wgt_bench';

if (process.send) await runServer(process.argv[2] as string, Number(process.argv[3]));
else await compare();

async function runServer(url: string, traceDays: number): Promise<void> {
  const pool = await createPool(url);
  const context = { pool, traceparent: `00-${'1'.repeat(32)}-${'1'.repeat(16)}-01` };
  await createCompany(context, { companyId: 'bench', name: 'Bench', policy: 'single' });
  await createWidget(context, { companyId: 'bench', widgetId });
  const log = createLog({ level: 'error' });
  const much = { points: 1e9, seconds: 60 };
  const env = {
    publicOrigin: null,
    trustedProxies: 0,
    metricsToken: null,
    distFolder: tmpdir(),
    traceDays,
    rateLimits: { address: much, newContact: much, visitorReads: much, visitorWrites: much },
  };
  const server = await serve({ pool, bus: new InProcessBus(log), log, env, port: 0, host: '127.0.0.1' });
  process.on('message', async (what) => {
    if (what === 'cpu') {
      const { user, system } = process.cpuUsage();
      process.send?.(user + system);
      return;
    }
    await server.stop();
    await pool.end();
    process.disconnect();
  });
  process.send?.(server.port);
}

interface Visitor {
  token: string;
  deviceId: string;
  traceId: string;
  conversationId: string;
}

async function compare(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'hilo-bench-'));
  const postgres = await startLocalPostgres({ dataDir: join(folder, 'postgres') });
  const sides = [];
  for (const traceDays of [0, 7]) {
    const name = `bench_${traceDays}`;
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    await client.query(`CREATE DATABASE ${name}`);
    await client.end();
    const url = withDatabase(postgres.url, name);
    await migrate(url, { folder: migrationsFolder });
    const child = fork(import.meta.filename, [url, String(traceDays)], { execArgv: ['--import', 'tsx'] });
    const [port] = (await once(child, 'message')) as [number];
    const agent = new Agent({ keepAlive: true, maxSockets: clients });
    const visitors = await Promise.all(Array.from({ length: clients }, () => arrive(agent, port)));
    sides.push({ traceDays, child, port, agent, visitors, rates: [] as number[], cpuMicros: [] as number[] });
  }
  for (let round = 0; round <= rounds; round += 1) {
    // Whoever comes second in one round comes first in the next.
    for (const side of round % 2 ? sides : [...sides].reverse()) {
      const before = await cpuMicrosOf(side.child);
      const { rate, sent } = await measure(side.agent, side.port, side.visitors);
      // What waits to be written is written in its own round.
      await new Promise((resolve) => setTimeout(resolve, settleMs));
      if (round === 0) continue;
      side.rates.push(rate);
      side.cpuMicros.push(((await cpuMicrosOf(side.child)) - before) / sent);
    }
  }
  const [off, on] = sides as [(typeof sides)[0], (typeof sides)[0]];
  console.log(`sends/s, median of ${rounds} rounds of ${roundMs / 1000} s, ${clients} clients`);
  for (const { traceDays, rates, cpuMicros } of sides) {
    const name = traceDays ? 'traces kept    ' : 'traces not kept';
    const cpu = `${median(cpuMicros).toFixed(0)} µs of the server’s CPU per send`;
    console.log(
      `${name}  ${Math.round(median(rates))} sends/s, ${cpu}  (${rates.map(Math.round).join(' ')})`,
    );
  }
  const pairs = on.rates.map((rate, round) => rate / (off.rates[round] as number));
  const cpu = on.cpuMicros.map((micros, round) => micros / (off.cpuMicros[round] as number));
  console.log(
    `kept : not kept, median of pairs: sends/s ${median(pairs).toFixed(3)}, CPU ${median(cpu).toFixed(3)}`,
  );
  for (const { child, agent } of sides) {
    agent.destroy();
    child.send('stop');
    await once(child, 'exit');
  }
  await postgres.stop();
  await rm(folder, { recursive: true });
}

async function arrive(agent: Agent, port: number): Promise<Visitor> {
  const visitor = {
    token: randomBytes(32).toString('base64url'),
    deviceId: randomUUID(),
    traceId: randomBytes(16).toString('hex'),
  };
  const body = {
    clientStartId: randomUUID(),
    deviceId: visitor.deviceId,
    intent: 'open',
    replacesConversationId: null,
  };
  const answer = await post(agent, port, visitor, 'sessions', body);
  return { ...visitor, conversationId: (JSON.parse(answer) as Visitor).conversationId };
}

async function cpuMicrosOf(child: ChildProcess): Promise<number> {
  child.send('cpu');
  const [micros] = (await once(child, 'message')) as [number];
  return micros;
}

/** Each client sends one message after the other; answers with messages, in all and per second. */
async function measure(
  agent: Agent,
  port: number,
  visitors: readonly Visitor[],
): Promise<{ rate: number; sent: number }> {
  const began = performance.now();
  let sent = 0;
  await Promise.all(
    visitors.map(async (visitor) => {
      while (performance.now() - began < roundMs) {
        const body = { clientMessageId: randomUUID(), deviceId: visitor.deviceId, body: 'Is it oven-proof?' };
        await post(agent, port, visitor, `conversations/${visitor.conversationId}/messages`, body);
        sent += 1;
      }
    }),
  );
  return { sent, rate: sent / ((performance.now() - began) / 1000) };
}

function post(
  agent: Agent,
  port: number,
  { token, traceId }: Pick<Visitor, 'token' | 'traceId'>,
  path: string,
  body: object,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = {
      Authorization: `Bearer ${token}`,
      'Content-Type': 'application/json',
      traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-01`,
    };
    const options = { agent, port, host: '127.0.0.1', method: 'POST', headers };
    const asked = request({ ...options, path: `/v1/widgets/${widgetId}/${path}` }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () =>
        response.statusCode === 200
          ? resolve(text)
          : reject(new Error(`answered ${response.statusCode}: ${text}`)),
      );
    });
    asked.on('error', reject);
    asked.end(JSON.stringify(body));
  });
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
