import { openTab } from '@hilo/shared/testing/trace-builder.ts';
import { aBrowser } from '@hilo/shared/testing/trace-load.ts';
import { describe, expect, it } from 'vitest';
import { documentId, recordsFrom } from '../testing/live-chat.ts';
import { SessionFold } from './fold.ts';
import { placeServerLines } from './server-lines.ts';

const tab = openTab({ browser: aBrowser({ skewMs: 90_000 }) })
  .bootstrap()
  .start()
  .connect()
  .send('Hello')
  .agentReplies('Hi')
  .read();
const lines = tab.server.lines.filter((line) => line.fields.traceId === tab.traceId);

function live(): SessionFold {
  const fold = new SessionFold({ kind: 'live', tabId: 1 });
  fold.take(
    recordsFrom(
      0,
      tab.events.map((event, i) => ({ n: i + 1, event })),
    ),
  );
  return fold;
}

describe('the server’s lines', () => {
  it('stand within the request that they belong to, however far the clocks are apart', () => {
    const fold = live();
    const own = fold.session().loads[0]!.events;
    const placed = placeServerLines(own, lines);
    expect(placed.lines.length).toBeGreaterThan(0);
    for (const line of placed.lines) {
      const span = own.filter((event) => event.span === line.span);
      if (line.span === null || span.length === 0) continue;
      expect(line.t).toBeGreaterThanOrEqual(Math.min(...span.map(({ t }) => t)));
      expect(line.t).toBeLessThanOrEqual(Math.max(...span.map(({ t }) => t)));
    }
  });

  it('stand once, however often they are fetched, and are judged once', () => {
    const fold = live();
    const before = fold.session().loads[0]!.events.length;
    for (const count of [2, lines.length, lines.length]) {
      const own = fold.session().loads[0]!.events;
      const { lines: placed, clock } = placeServerLines(own, lines.slice(0, count));
      fold.setServerLines(tab.traceId, placed, clock);
    }
    const [load] = fold.session().loads;
    expect(load?.events).toHaveLength(before + lines.length);
    expect(load?.witnesses.server).toBe(lines.length);
    expect(load?.serverClock?.uncertaintyMs).not.toBeNull();
    expect(load?.violations).toEqual([]);
    expect(load?.events.every((event, i) => i === 0 || event.t >= load.events[i - 1]!.t)).toBe(true);
    expect(fold.heardUpTo(documentId)).toBe(tab.events.length);
  });
});
