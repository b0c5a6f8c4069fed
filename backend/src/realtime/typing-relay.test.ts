import { describe, expect, it } from 'vitest';
import { createMetrics } from '../metrics/metrics.ts';
import { createTypingRelay, type TypingFrame } from './typing-relay.ts';

function rig(perSecondMax = 5) {
  const published: { conversationId: string; typing: boolean }[] = [];
  const lookedUp: string[] = [];
  const relay = createTypingRelay({
    perSecondMax,
    believeMs: 60_000,
    metrics: createMetrics(),
    findContactId: async (conversationId) => {
      lookedUp.push(conversationId);
      return conversationId === 'foreign' ? undefined : 'ana';
    },
    publish: ({ conversationId, typing }) => void published.push({ conversationId, typing }),
    onError: (error) => {
      throw error;
    },
  });
  return { relay, published, lookedUp };
}

const frame = (conversationId: string, typing: boolean): TypingFrame => ({
  conversationId,
  typing,
  traceparent: '',
});
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('createTypingRelay', () => {
  it('[H4] relays in order and looks a conversation up once', async () => {
    const { relay, published, lookedUp } = rig();
    relay.relay(frame('c1', true));
    relay.relay(frame('c1', false));
    await settled();
    expect(published).toEqual(
      [frame('c1', true), frame('c1', false)].map(({ traceparent: _, ...rest }) => rest),
    );
    expect(lookedUp).toEqual(['c1']);
  });

  it('[E7] says nothing in a conversation that is somebody else’s', async () => {
    const { relay, published } = rig();
    relay.relay(frame('foreign', true));
    await settled();
    relay.stop();
    await settled();
    expect(published).toEqual([]);
  });

  it('[H4] ends typing where the socket ends, or moves to another conversation', async () => {
    const { relay, published } = rig();
    relay.relay(frame('c1', true));
    relay.relay(frame('c2', true));
    relay.stop();
    await settled();
    expect(published).toEqual([
      { conversationId: 'c1', typing: true },
      { conversationId: 'c1', typing: false },
      { conversationId: 'c2', typing: true },
      { conversationId: 'c2', typing: false },
    ]);
  });

  it('leaves out what comes too fast', async () => {
    const { relay, published } = rig(3);
    for (let n = 0; n < 10; n += 1) relay.relay(frame('c1', true));
    await settled();
    expect(published).toHaveLength(3);
  });
});
