import type { Changes } from '@hilo/shared/protocol/shapes.ts';
import { describe, expect, it } from 'vitest';
import { createMetrics } from '../metrics/metrics.ts';
import type { BusMessage } from './bus.ts';
import { createHub, type Hub } from './hub.ts';
import { InProcessBus } from './in-process-bus.ts';

const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

interface Rig {
  bus: InProcessBus;
  hub: Hub;
  visitor(contactId: string, tokenHash?: string, companyId?: string): Heard;
  agent(agentId: string, companyId?: string, tokenHash?: string): Heard;
}
interface Heard {
  frames: { type: string }[];
  buffers: Buffer[];
  closed: string[];
  /** What visitors heard, beside the frames. */
  changes: Changes[];
  leave(): void;
}

function rig(heldMax = 10): Rig {
  const bus = new InProcessBus();
  const hub = createHub(bus, createMetrics(), heldMax);
  const listener = (): Omit<Heard, 'leave'> & {
    deliver(frame: Buffer): void;
    close(reason: string): void;
  } => {
    const heard = {
      frames: [] as { type: string }[],
      buffers: [] as Buffer[],
      closed: [] as string[],
      changes: [] as Changes[],
    };
    return {
      ...heard,
      deliver: (frame) => {
        heard.buffers.push(frame);
        heard.frames.push(JSON.parse(frame.toString()) as { type: string });
      },
      close: (reason) => void heard.closed.push(reason),
    };
  };
  return {
    bus,
    hub,
    visitor: (contactId, tokenHash = 'h', companyId = 'alfar') => {
      const heard = listener();
      const hear = (changes: Changes) => void heard.changes.push(changes);
      return { ...heard, leave: hub.addVisitor({ ...heard, hear, contactId, tokenHash, companyId }) };
    },
    agent: (agentId, companyId = 'alfar', tokenHash = 'h') => {
      const heard = listener();
      return { ...heard, leave: hub.addAgent({ ...heard, agentId, companyId, tokenHash }) };
    },
  };
}

function contactEvent(contactId: string, version: number, companyId = 'alfar'): BusMessage {
  const changes = { contactId, from: version - 1, version, changes: [] };
  return { traceparent, what: { kind: 'contact', companyId, contactId, changes } };
}

function typing(agent: { agentId: string; name: string } | null): BusMessage {
  return {
    traceparent,
    what: { kind: 'typing', companyId: 'alfar', contactId: 'ana', conversationId: 'c1', typing: true, agent },
  };
}

describe('createHub', () => {
  it('[E7] brings an event to all tabs of its contact, and to nobody else', () => {
    const { bus, visitor, agent } = rig();
    const [tab, otherTab, bruno, elsewhere, marta] = [
      visitor('ana'),
      visitor('ana', 'h2'),
      visitor('bruno'),
      visitor('ana', 'h', 'norte'),
      agent('marta'),
    ];
    bus.publish([contactEvent('ana', 1)]);
    expect(tab.frames).toEqual([
      { type: 'event', traceparent, changes: { contactId: 'ana', from: 0, version: 1, changes: [] } },
    ]);
    expect(otherTab.frames).toEqual(tab.frames);
    expect(tab.changes).toEqual([{ contactId: 'ana', from: 0, version: 1, changes: [] }]);
    for (const other of [bruno, elsewhere, marta]) expect(other.frames).toEqual([]);
  });

  it('serialises a frame once for all who get it', () => {
    const { bus, visitor } = rig();
    const [first, second] = [visitor('ana'), visitor('ana')];
    bus.publish([contactEvent('ana', 1)]);
    expect(first.buffers[0]).toBe(second.buffers[0]);
  });

  it('tells nobody who has left', () => {
    const { bus, hub, visitor } = rig();
    const tab = visitor('ana');
    expect(hub.countVisitorSockets('alfar', 'ana')).toBe(1);
    tab.leave();
    bus.publish([contactEvent('ana', 1)]);
    expect(tab.frames).toEqual([]);
    expect(hub.countVisitorSockets('alfar', 'ana')).toBe(0);
  });

  it('closes the sockets of revoked tokens, and only those', () => {
    const { bus, visitor } = rig();
    const [old, kept] = [visitor('ana', 'old'), visitor('ana', 'kept')];
    bus.publish([
      {
        traceparent,
        what: { kind: 'tokens_revoked', companyId: 'alfar', tokenHashes: ['old'], contactId: 'ana' },
      },
    ]);
    expect(old.closed).toEqual(['identity_changed']);
    expect(kept.closed).toEqual([]);
  });

  it('[E7] brings inbox changes to the agents of that company alone', () => {
    const { bus, visitor, agent } = rig();
    const [marta, ines, ana] = [agent('marta'), agent('ines', 'norte'), visitor('ana')];
    bus.publish([{ traceparent, what: { kind: 'inbox_removed', companyId: 'alfar', conversationId: 'c1' } }]);
    expect(marta.frames).toEqual([{ type: 'removed', traceparent, conversationId: 'c1' }]);
    expect([...ines.frames, ...ana.frames]).toEqual([]);
  });

  it('[H4] tells agents that a visitor types, and nobody’s other tabs', () => {
    const { bus, visitor, agent } = rig();
    const [marta, ana] = [agent('marta'), visitor('ana')];
    bus.publish([typing(null)]);
    expect(marta.frames).toMatchObject([{ type: 'typing', conversationId: 'c1', typing: true, agent: null }]);
    expect(ana.frames).toEqual([]);
  });

  it('[H4] tells the visitor and the colleagues that an agent types, and not that agent', () => {
    const { bus, visitor, agent } = rig();
    const [marta, leo, ana, bruno] = [agent('marta'), agent('leo'), visitor('ana'), visitor('bruno')];
    bus.publish([typing({ agentId: 'marta', name: 'Marta' })]);
    expect(ana.frames).toEqual([
      { type: 'typing', traceparent, conversationId: 'c1', typing: true, agentName: 'Marta' },
    ]);
    expect(leo.frames).toMatchObject([{ type: 'typing', agent: { agentId: 'marta', name: 'Marta' } }]);
    expect([...marta.frames, ...bruno.frames]).toEqual([]);
  });

  it('holds what happens while a token is looked up', () => {
    const { bus, hub } = rig(2);
    const held = hub.hold('alfar', 'mine');
    bus.publish([contactEvent('ana', 1), contactEvent('x', 9, 'norte')]);
    bus.publish([
      {
        traceparent,
        what: { kind: 'tokens_revoked', companyId: 'alfar', tokenHashes: ['theirs'], contactId: 'b' },
      },
    ]);
    expect(held.release()).toMatchObject({
      events: [{ changes: { contactId: 'ana' } }],
      revoked: false,
      overflow: false,
    });
    bus.publish([contactEvent('ana', 2)]);
    expect(held.release().events).toHaveLength(1);
  });

  it('says where more happened than is held, and where the token was revoked meanwhile', () => {
    const { bus, hub } = rig(2);
    const held = hub.hold('alfar', 'mine');
    bus.publish([1, 2, 3].map((version) => contactEvent('ana', version)));
    bus.publish([
      {
        traceparent,
        what: { kind: 'tokens_revoked', companyId: 'alfar', tokenHashes: ['mine'], contactId: 'ana' },
      },
    ]);
    expect(held.release()).toMatchObject({ revoked: true, overflow: true });
    expect(held.release().events).toHaveLength(2);
  });
});

describe('InProcessBus', () => {
  it('goes on where a listener breaks', () => {
    const bus = new InProcessBus();
    const heard: BusMessage[] = [];
    bus.subscribe(() => {
      throw new Error('broken');
    });
    const end = bus.subscribe((message) => void heard.push(message));
    bus.publish([typing(null)]);
    end();
    bus.publish([typing(null)]);
    expect(heard).toHaveLength(1);
  });
});
