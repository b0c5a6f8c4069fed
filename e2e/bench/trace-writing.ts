import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCompany } from '../../backend/src/commands/operator/create-company.ts';
import { createWidget } from '../../backend/src/commands/operator/create-widget.ts';
import { startLocalPostgres } from '../../backend/src/db/local-postgres.ts';
import { migrate } from '../../backend/src/db/migrate.ts';
import { createPool } from '../../backend/src/db/pool.ts';
import { createLog } from '../../backend/src/log/logger.ts';
import { InProcessBus } from '../../backend/src/realtime/in-process-bus.ts';
import { migrationsFolder } from '../../backend/src/routes/readiness.ts';
import { serve } from '../../backend/src/start/serve.ts';
import { traceLimits } from '../../backend/src/trace/trace-limits.ts';
import { loadNow, median, say, whole } from './support/numbers.ts';

/**
 * What it costs sending that the server keeps the lines of each trace: one server that keeps them, or is made not to, in
 * turn, for the same number of sends. (Two servers would differ by themselves: two that both keep nothing told 3 %.)
 * Processor time is that of the server and of all of Postgres, where the system tells it (Linux). Reports; asserts nothing.
 */
const clients = 32;
const pairs = 40;
const sendsPerRound = 3_200;
/** Longer than a line waits to be written: each round writes its own. */
const settleMs = traceLimits.flushMs + 300;
const widgetId = 'wgt_bench';
/** Of `/proc`'s clock: a hundred a second on every Linux that Node runs on. */
const microsPerTick = 10_000;

if (process.send) await runServer(process.argv[2] as string);
else await compare();

async function runServer(url: string): Promise<void> {
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
    rateLimits: { address: much, newContact: much, visitorReads: much, visitorWrites: much },
  };
  const server = await serve({ pool, bus: new InProcessBus(log), log, env, port: 0, host: '127.0.0.1' });
  const { traces } = server.services;
  const { push } = traces;
  process.on('message', async (what: 'cpu' | 'keep' | 'do not keep' | 'stop') => {
    if (what === 'stop') {
      await server.stop();
      await pool.end();
      process.disconnect();
      return;
    }
    if (what !== 'cpu') traces.push = what === 'keep' ? push : () => {};
    const { user, system } = process.cpuUsage();
    process.send?.(user + system);
  });
  // A benchmark that was cut off leaves nobody behind.
  process.on('disconnect', () => process.exit());
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
  const dataDir = join(folder, 'postgres');
  const postgres = await startLocalPostgres({ dataDir });
  await migrate(postgres.url, { folder: migrationsFolder });
  const child = fork(import.meta.filename, [postgres.url], { execArgv: ['--import', 'tsx'] });
  const [port] = (await once(child, 'message')) as [number];
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const visitors = await Promise.all(Array.from({ length: clients }, () => arrive(agent, port)));
  const cpuMicros = async () => ({
    server: await ask(child, 'cpu'),
    postgres: await postgresCpuMicros(dataDir),
  });
  const side = (name: string, what: string) => ({
    name,
    what,
    rates: [] as number[],
    serverMicros: [] as number[],
    allMicros: [] as number[],
  });
  const off = side('not kept', 'do not keep');
  const on = side('kept    ', 'keep');
  for (let pair = 0; pair <= pairs; pair += 1) {
    // Whoever comes second in one pair comes first in the next.
    for (const one of pair % 2 ? [off, on] : [on, off]) {
      await ask(child, one.what);
      const before = await cpuMicros();
      const rate = await measure(agent, port, visitors);
      await new Promise((resolve) => setTimeout(resolve, settleMs));
      if (pair === 0) continue;
      const after = await cpuMicros();
      const server = after.server - before.server;
      one.rates.push(rate);
      one.serverMicros.push(server / sendsPerRound);
      one.allMicros.push((server + after.postgres - before.postgres) / sendsPerRound);
    }
  }
  say(`${pairs} pairs of ${sendsPerRound} sends each, ${clients} clients, ${loadNow()}`);
  for (const { name, rates, serverMicros, allMicros } of [off, on]) {
    say(
      `${name}  ${whole(median(rates))} sends/s, CPU per send ${whole(median(serverMicros))} µs of the server, ${whole(median(allMicros))} µs with Postgres`,
    );
  }
  say(
    `kept by not kept, median of the pairs, and where it is at 95 %:`,
    `  sends/s         ${ratioOf(on.rates, off.rates)}`,
    `  CPU of server   ${ratioOf(on.serverMicros, off.serverMicros)}`,
    `  … with Postgres ${ratioOf(on.allMicros, off.allMicros)}`,
  );
  agent.destroy();
  child.send('stop');
  await once(child, 'exit');
  await postgres.stop();
  await rm(folder, { recursive: true });
}

/** The median of the pairs' ratios with its interval by the ranks of a binomial distribution (normal approximation). */
function ratioOf(on: readonly number[], off: readonly number[]): string {
  const ratios = on.map((one, pair) => one / (off[pair] as number)).sort((a, b) => a - b);
  const half = (1.96 * Math.sqrt(ratios.length)) / 2;
  const from = ratios[Math.max(0, Math.floor(ratios.length / 2 - half))] as number;
  const to = ratios[Math.min(ratios.length - 1, Math.ceil(ratios.length / 2 + half))] as number;
  return `${median(ratios).toFixed(3)} (${from.toFixed(3)} to ${to.toFixed(3)})`;
}

/** Of the server and all its processes, those that ended included; NaN where the system does not tell. */
async function postgresCpuMicros(dataDir: string): Promise<number> {
  try {
    const [postmaster] = (await readFile(join(dataDir, 'postmaster.pid'), 'utf8')).split('\n');
    let ticks = 0;
    for (const name of await readdir('/proc')) {
      if (!/^\d+$/.test(name)) continue;
      const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
      // Behind the name of the program, which may have anything in it (proc_pid_stat(5)).
      const [, parent, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (name !== postmaster && parent !== postmaster) continue;
      const [own, system, endedOwn, endedSystem] = rest.slice(9, 13).map(Number) as [
        number,
        number,
        number,
        number,
      ];
      ticks += own + system + (name === postmaster ? endedOwn + endedSystem : 0);
    }
    return ticks * microsPerTick;
  } catch {
    return Number.NaN;
  }
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

/** Resolves with the processor time that the server has used so far, once it has done what it was told. */
async function ask(child: ChildProcess, what: string): Promise<number> {
  child.send(what);
  const [micros] = (await once(child, 'message')) as [number];
  return micros;
}

/** Each client sends one message after the other, until enough are sent; answers with messages per second. */
async function measure(agent: Agent, port: number, visitors: readonly Visitor[]): Promise<number> {
  const began = performance.now();
  let left = sendsPerRound;
  await Promise.all(
    visitors.map(async (visitor) => {
      while (left-- > 0) {
        const body = { clientMessageId: randomUUID(), deviceId: visitor.deviceId, body: 'Is it oven-proof?' };
        await post(agent, port, visitor, `conversations/${visitor.conversationId}/messages`, body);
      }
    }),
  );
  return sendsPerRound / ((performance.now() - began) / 1000);
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
