import { describe, expect, it } from 'vitest';
import { aChat, blobOf, judge } from '../../testing/trace-blob.ts';
import type { TraceEventOf } from '../trace/events.ts';
import { foldStarts } from './fold-starts.ts';
import { formatOtlp } from './otlp.ts';

type Line = TraceEventOf<'server'>;

/** The server's lines as one that logs at level `debug` keeps them: each operation begins, too. */
function inDetail(lines: readonly Line[]): Line[] {
  return lines
    .flatMap((line) => [{ ...line, phase: 'start', outcome: 'pending', durationMs: null, about: null }, line])
    .map((line, n) => ({ ...line, seq: n + 1 }));
}

function chatInDetail() {
  const chat = aChat();
  const plain = chat.server.lines.filter((line) => line.fields.traceId === chat.traceId);
  const detailed = inDetail(plain);
  const blobWith = (lines: readonly Line[]) =>
    blobOf(chat, {
      loads: [{ traceId: chat.traceId, role: 'this', storage: null, events: [...chat.events, ...lines] }],
    });
  return { chat, plain, detailed, blobWith };
}

describe('foldStarts', () => {
  it('leaves one line of each operation, its end', () => {
    const { plain, detailed } = chatInDetail();
    expect(foldStarts(detailed).map(({ phase, span }) => ({ phase, span }))).toEqual(
      plain.map(({ phase, span }) => ({ phase, span })),
    );
  });

  it('leaves the start of what never ended, also where its span was asked for before, and clocks went back', () => {
    const [start, end] = inDetail(chatInDetail().plain.slice(0, 1)) as [Line, Line];
    expect(foldStarts([start])).toEqual([start]);
    expect(foldStarts([end, start])).toEqual([end]);
    const again = { ...start, seq: 3 };
    expect(foldStarts([start, end, again])).toEqual([end, again]);
  });
});

describe('[R1.1] a server that logs in detail', () => {
  it('has the same spans in an OTLP export, and one more for what never ended', () => {
    const { plain, detailed, blobWith } = chatInDetail();
    const namesOf = (lines: readonly Line[]) => {
      const { resourceSpans } = formatOtlp(blobWith(lines));
      return resourceSpans[1]?.scopeSpans[0]?.spans ?? [];
    };
    expect(namesOf(detailed).map(({ name }) => name)).toEqual(namesOf(plain).map(({ name }) => name));
    const cut = namesOf(detailed.slice(0, -1));
    expect(cut).toHaveLength(plain.length);
    expect(cut.at(-1)?.attributes).toContainEqual({ key: 'hilo.unfinished', value: { boolValue: true } });
  });

  it('is judged the same', () => {
    const { chat, plain, detailed } = chatInDetail();
    const verdictsOf = (lines: readonly Line[]) =>
      judge([...chat.events, ...lines]).map(({ rule, status }) => `${rule.id} ${status}`);
    expect(verdictsOf(detailed)).toEqual(verdictsOf(plain));
  });
});
