import type { DatabasePool } from 'slonik';
import { HiloError } from '../../hilo-error.ts';
import { type Send, sendBatch } from '../../sql/send-batch.ts';
import { createLane } from './lane.ts';
import { type SendResult, splitBatch } from './split-batch.ts';

/** One conversation is always in one lane, so that its messages keep their order. */
const laneCount = 2;
const batchMax = 128;
const queueMax = 2_000;
/** A merge may move a conversation between two looks; it happens once in a contact's life. */
const triesMax = 4;

type BatchListener = (batch: { rows: number; durationMs: number }) => void;

interface Sender {
  send(send: Send): Promise<SendResult>;
  listeners: Set<BatchListener>;
}

const senders = new WeakMap<DatabasePool, Sender>();

/**
 * Writes one message, together with whatever else is on its way. Throws `token_unknown`, `token_revoked`, `not_found`,
 * `message_conflict`, `another_open`, `conversation_archived`, `unavailable`.
 */
export async function sendOne(pool: DatabasePool, send: Send): Promise<SendResult> {
  for (let tries = 0; tries < triesMax; tries++) {
    const result = await getSender(pool).send(send);
    if (result.outcome !== 'moved') return result;
  }
  throw new HiloError('unavailable');
}

/** Hears of every batch that is written; returns the function that ends it. */
export function observeSendBatches(pool: DatabasePool, listener: BatchListener): () => void {
  const { listeners } = getSender(pool);
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function getSender(pool: DatabasePool): Sender {
  const known = senders.get(pool);
  if (known) return known;
  const sender = createSender(pool);
  senders.set(pool, sender);
  return sender;
}

function createSender(pool: DatabasePool): Sender {
  const listeners = new Set<BatchListener>();
  const run = async (sends: readonly Send[]) => {
    const startedAt = performance.now();
    const results = splitBatch(sends, await sendBatch(pool, sends));
    const durationMs = performance.now() - startedAt;
    for (const listener of listeners) listener({ rows: sends.length, durationMs });
    return results;
  };
  const lanes = Array.from({ length: laneCount }, () => createLane(run, { batchMax, queueMax }));
  return {
    listeners,
    send: (send) => {
      // The tail of a UUID is random, in every version that we make.
      const lane = lanes[Number.parseInt(send.conversationId.slice(-4), 16) % laneCount];
      if (!lane) throw new Error('there is no such lane');
      return lane(send);
    },
  };
}
