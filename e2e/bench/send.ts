import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { sendMessage } from '../../backend/src/commands/send-message.ts';
import { alternate, rateOf, type Side } from './support/alternate.ts';
import { bareConversations, bareSend, openBareConversations } from './support/bare-send.ts';
import { loadNow, say, whole } from './support/numbers.ts';
import { hasPgbench, runPgbench } from './support/pgbench.ts';
import {
  type BenchVisitor,
  newTraceparent,
  openConversations,
  type Stand,
  startStand,
  widgetId,
} from './support/stand.ts';

/**
 * Durable sends per second: through Hilo's command, and as the one statement that writes the same rows, by plain pg
 * and by pgbench, all against the same tables of the same database. Reports; asserts
 * nothing.
 */
const senderCounts = [1, 8, 32];
const roundMs = 2_000;
const eachHas = bareConversations / Math.max(...senderCounts);

const stand = await startStand();
const visitors = await openConversations(stand.pool, bareConversations);
await openBareConversations(stand.url);
const clients = new pg.Pool({ connectionString: stand.url, max: 32, min: 32 });
const isPgbenchHere = await hasPgbench();
if (!isPgbenchHere) say('pgbench is not installed: left out');

await compare('32 senders, fresh database', 32, false);
await clients.query('ANALYZE');
for (const count of senderCounts) await compare(`${count} senders, many conversations`, count, false);
await compare('32 senders, one conversation', 32, true);
await clients.end();
await stand.stop();

async function compare(title: string, senders: number, isOne: boolean): Promise<void> {
  const rates = await alternate(sidesOf(stand, senders, isOne));
  const [hilo = Number.NaN] = rates.values();
  say('', `${title} (${loadNow()})`);
  for (const [name, rate] of rates)
    say(`  ${name.padEnd(32)} ${whole(rate).padStart(8)} sends/s   hilo/this ${(hilo / rate).toFixed(2)}`);
}

function sidesOf({ pool, url }: Stand, senders: number, isOne: boolean): Side[] {
  const numberOf = (sender: number, turn: number) => (isOne ? 0 : sender * eachHas + (turn % eachHas));
  const hilo = (sender: number, turn: number) => send(visitors[numberOf(sender, turn)] as BenchVisitor);
  const bare = (sender: number, turn: number) => clients.query(bareSend(numberOf(sender, turn)));
  const which = isOne ? '0' : `:client_id * ${eachHas} + random(0, ${eachHas - 1})`;
  const seconds = roundMs / 1000;
  const pgbench = {
    name: 'pgbench, one statement',
    measure: () => runPgbench(url, { clients: senders, which, seconds }),
  };
  return [
    { name: 'hilo, sendMessage', measure: () => rateOf(senders, roundMs, hilo) },
    { name: 'pg, one statement', measure: () => rateOf(senders, roundMs, bare) },
    ...(isPgbenchHere ? [pgbench] : []),
  ];

  function send({ caller, deviceId, conversationId }: BenchVisitor) {
    return sendMessage({ pool, traceparent: newTraceparent() }, caller, {
      params: { widgetId, conversationId },
      query: {},
      body: { clientMessageId: randomUUID(), deviceId, body: 'Is it oven-proof?' },
    });
  }
}
