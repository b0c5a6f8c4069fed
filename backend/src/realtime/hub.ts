import type { CloseReason } from '@hilo/shared/errors.ts';
import type { AgentServerFrame, VisitorServerFrame } from '@hilo/shared/protocol/frames.ts';
import type { Changes } from '@hilo/shared/protocol/shapes.ts';
import type { Happening } from '../commands/contract.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { Bus, BusMessage, Typing } from './bus.ts';
import { Subscriptions } from './subscriptions.ts';

/** A socket, as far as the hub cares. */
export interface Listener {
  /** Takes a frame that was serialised for everybody who gets it. */
  deliver(frame: Buffer): void;
  close(reason: CloseReason): void;
}

export interface VisitorListener extends Listener {
  /** Hears what the frame of an event says, which is built once for all and read by none. */
  hear(changes: Changes): void;
  companyId: string;
  contactId: string;
  /** Base64url of the token's SHA-256. */
  tokenHash: string;
}

export interface AgentListener extends Listener {
  companyId: string;
  agentId: string;
  /** Base64url of the token's SHA-256. */
  tokenHash: string;
}

/** What happened to a company's contacts while one socket's token was being looked up. */
export interface Held {
  /** Ends the holding. `revoked`: the token was revoked meanwhile. `overflow`: more happened than is kept. */
  release(): { events: { changes: Changes; traceparent: string }[]; revoked: boolean; overflow: boolean };
}

export interface Hub {
  /** Call before the token is looked up, so that nothing falls between the look-up and the subscription. */
  hold(companyId: string, tokenHash: string): Held;
  addVisitor(listener: VisitorListener): () => void;
  addAgent(listener: AgentListener): () => void;
  countVisitorSockets(companyId: string, contactId: string): number;
  stop(): void;
}

export function encodeFrame(frame: VisitorServerFrame | AgentServerFrame): Buffer {
  return Buffer.from(JSON.stringify(frame));
}

interface HeldState {
  tokenHash: string;
  events: { changes: Changes; traceparent: string }[];
  revoked: boolean;
  overflow: boolean;
}

/** Brings what the bus says to the sockets it concerns, each frame serialised once. */
export function createHub(bus: Bus, metrics: Metrics, heldHappeningsMax: number): Hub {
  const visitors = new Subscriptions<VisitorListener>();
  const tokens = new Subscriptions<VisitorListener>();
  const agents = new Subscriptions<AgentListener>();
  const holding = new Subscriptions<HeldState>();
  const unsubscribe = bus.subscribe(onMessage);

  return {
    hold: (companyId, tokenHash) => {
      const state: HeldState = { tokenHash, events: [], revoked: false, overflow: false };
      const end = holding.add(companyId, state);
      return {
        release: () => {
          end();
          return state;
        },
      };
    },
    addVisitor: (listener) => {
      const ends = [
        visitors.add(key(listener.companyId, listener.contactId), listener),
        tokens.add(key(listener.companyId, listener.tokenHash), listener),
      ];
      return () =>
        ends.forEach((end) => {
          end();
        });
    },
    addAgent: (listener) => agents.add(listener.companyId, listener),
    countVisitorSockets: (companyId, contactId) => visitors.count(key(companyId, contactId)),
    stop: unsubscribe,
  };

  function onMessage({ what, traceparent }: BusMessage): void {
    switch (what.kind) {
      case 'contact':
        onContact(what, traceparent);
        break;
      case 'inbox':
        tell(agents.of(what.companyId), { type: 'changed', traceparent, change: what.change });
        break;
      case 'inbox_removed':
        tell(agents.of(what.companyId), {
          type: 'removed',
          traceparent,
          conversationId: what.conversationId,
        });
        break;
      case 'tokens_revoked':
        onRevoked(what);
        break;
      case 'agent_signed_out':
        onSignedOut(what);
        break;
      case 'typing':
        onTyping(what, traceparent);
        break;
    }
  }

  function onContact(what: Extract<Happening, { kind: 'contact' }>, traceparent: string): void {
    const { companyId, contactId, changes } = what;
    for (const held of holding.of(companyId)) {
      if (held.events.length < heldHappeningsMax) held.events.push({ changes, traceparent });
      else held.overflow = true;
    }
    const listeners = visitors.of(key(companyId, contactId));
    for (const listener of listeners) listener.hear(changes);
    tell(listeners, { type: 'event', traceparent, changes });
  }

  function onRevoked({ companyId, tokenHashes }: Extract<Happening, { kind: 'tokens_revoked' }>): void {
    for (const tokenHash of tokenHashes) {
      for (const held of holding.of(companyId)) if (held.tokenHash === tokenHash) held.revoked = true;
      for (const listener of tokens.of(key(companyId, tokenHash))) listener.close('identity_changed');
    }
  }

  function onSignedOut({ companyId, tokenHash }: Extract<Happening, { kind: 'agent_signed_out' }>): void {
    for (const listener of agents.of(companyId)) {
      if (listener.tokenHash === tokenHash) listener.close('unauthorized');
    }
  }

  function onTyping(
    { companyId, contactId, conversationId, typing, agent }: Typing,
    traceparent: string,
  ): void {
    const frame = { type: 'typing', traceparent, conversationId, typing } as const;
    const colleagues = agents.of(companyId).filter((listener) => listener.agentId !== agent?.agentId);
    tell(colleagues, { ...frame, agent });
    if (agent) tell(visitors.of(key(companyId, contactId)), { ...frame, agentName: agent.name });
  }

  function tell(listeners: readonly Listener[], frame: VisitorServerFrame | AgentServerFrame): void {
    if (listeners.length === 0) return;
    const encoded = encodeFrame(frame);
    for (const listener of listeners) listener.deliver(encoded);
    metrics.frameSent(frame.type, listeners.length);
  }
}

/** Ids have no spaces. */
function key(companyId: string, id: string): string {
  return `${companyId} ${id}`;
}
