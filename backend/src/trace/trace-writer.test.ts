import { describe, expect, it } from 'vitest';
import type { TraceChunk } from './group-chunks.ts';
import { begun, contactId, ended, traceId } from './testing/ended.ts';
import { traceLimits } from './trace-limits.ts';
import { createTraceWriter } from './trace-writer.ts';

/** A database that answers when it is told to. */
function slowDatabase(overrides: Partial<Record<keyof typeof traceLimits, number>> = {}) {
  const written: TraceChunk[] = [];
  const waiting: { chunks: readonly TraceChunk[]; answer(error?: Error): void }[] = [];
  const dropped: number[] = [];
  const writer = createTraceWriter({
    write: (chunks) =>
      new Promise((resolve, reject) => {
        waiting.push({
          chunks,
          answer: (error) => {
            waiting.shift();
            if (error) reject(error);
            else {
              written.push(...chunks);
              resolve();
            }
          },
        });
      }),
    onDropped: (lines) => dropped.push(lines),
    limits: { ...traceLimits, flushMs: 5, ...overrides },
  });
  return { writer, written, waiting, dropped };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
const entriesOf = (chunks: readonly TraceChunk[]) => chunks.flatMap((chunk) => chunk.entries);

describe('createTraceWriter', () => {
  it('writes lines of one trace as one chunk, with the ten fields and what they are about', async () => {
    const { writer, written, waiting } = slowDatabase();
    writer.push(ended('start_session', { about: { created: true } }));
    writer.push(ended('send_message', { error: 'another_open' }));
    const flushed = writer.flush();
    waiting[0]?.answer();
    await flushed;
    expect(written).toHaveLength(1);
    expect(written[0]).toMatchObject({ companyId: 'alfar', traceId, contactId, actor: 'visitor' });
    expect(written[0]?.entries).toMatchObject([
      { operation: 'start_session', phase: 'ok', about: { created: true }, span: '00f067aa0ba902b7' },
      { operation: 'send_message', phase: 'error', outcome: 'refused', errorCode: 'another_open' },
    ]);
    expect(written[0]?.entries[0]).toMatchObject({ durationMs: 12.5, fields: { contactId, unreadCount: 2 } });
  });

  it('says of each line only the fields that are not as in the one before, null as well', async () => {
    const { writer, written, waiting } = slowDatabase();
    const first = ended('send_message');
    const same = ended('sync');
    const other = ended('mark_read');
    Object.assign(other.line, { unreadCount: 0, widgetId: null });
    for (const one of [first, same, other]) writer.push(one);
    const flushed = writer.flush();
    waiting[0]?.answer();
    await flushed;
    const fields = entriesOf(written).map((entry) => ('fields' in entry ? entry.fields : undefined));
    expect(fields).toMatchObject([
      { contactId, unreadCount: 2 },
      undefined,
      { unreadCount: 0, widgetId: null },
    ]);
    expect(Object.keys(fields[2] ?? {})).toHaveLength(2);
  });

  it('writes nothing of a trace without a contact', async () => {
    const { writer, waiting } = slowDatabase();
    writer.push(ended('bootstrap', { contact: null }));
    await writer.flush();
    expect(waiting).toEqual([]);
  });

  it('[R1.2] keeps starts that it is given: of a known device at once, else with the end', async () => {
    const { writer, written, waiting } = slowDatabase();
    const send = begun('send_message');
    const deviceId = '00000000-0000-4000-8000-0000000000d0';
    send.line.deviceId = deviceId;
    const started = ended('start_session');
    started.line.deviceId = deviceId;
    writer.push(started);
    writer.begin(send);
    writer.push({ ...ended('sync'), begun: begun('sync') });
    const flushed = writer.flush();
    waiting[0]?.answer();
    await flushed;
    expect(entriesOf(written)).toMatchObject([
      { operation: 'start_session', phase: 'ok' },
      { operation: 'send_message', phase: 'start', outcome: 'pending', at: send.beganAtMs, durationMs: null },
      { operation: 'sync', phase: 'start' },
      { operation: 'sync', phase: 'ok' },
    ]);
  });

  it('has one statement on its way, however much is pushed meanwhile', async () => {
    const { writer, written, waiting } = slowDatabase({ batchLinesMax: 2 });
    for (let i = 0; i < 5; i += 1) writer.push(ended(`operation_${i}`));
    await turn();
    expect(waiting).toHaveLength(1);
    const flushed = writer.flush();
    while (written.length < 3) {
      waiting[0]?.answer();
      await turn();
    }
    await flushed;
    expect(written.map((chunk) => chunk.entries.length)).toEqual([2, 2, 1]);
  });

  it('drops what does not fit, counts it, and leaves a marker in the trace', async () => {
    const { writer, written, waiting, dropped } = slowDatabase({ queueLinesMax: 3, batchLinesMax: 3 });
    for (let i = 0; i < 3; i += 1) writer.push(ended('sync'));
    for (let i = 0; i < 5; i += 1) writer.push(ended('sync'));
    expect(dropped.reduce((sum, lines) => sum + lines, 0)).toBe(2);
    const flushed = writer.flush();
    while (entriesOf(written).length < 7) {
      waiting[0]?.answer();
      await turn();
    }
    await flushed;
    expect(entriesOf(written)).toContainEqual(
      expect.objectContaining({ dropped: 2, reason: 'the queue was full' }),
    );
    expect(entriesOf(written).filter((entry) => 'operation' in entry)).toHaveLength(6);
  });

  it('says in the trace what a database that failed has cost, once it answers again', async () => {
    const { writer, written, waiting, dropped } = slowDatabase();
    writer.push(ended('sync'));
    const failed = writer.flush();
    waiting[0]?.answer(new Error('no'));
    await failed;
    expect(dropped).toEqual([1]);
    const flushed = writer.flush();
    waiting[0]?.answer();
    await flushed;
    expect(entriesOf(written)).toMatchObject([{ dropped: 1, reason: 'the database did not take them' }]);
  });

  it('stops only once what waits is written', async () => {
    const { writer, written, waiting } = slowDatabase();
    writer.push(ended('sync'));
    const stopped = writer.stop();
    waiting[0]?.answer();
    await stopped;
    expect(written).toHaveLength(1);
  });
});
