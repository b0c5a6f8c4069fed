import type { Happening } from '../commands/contract.ts';

/** Typing, which is told and forgotten; everything else is a happening. */
export interface Typing {
  kind: 'typing';
  companyId: string;
  contactId: string;
  conversationId: string;
  typing: boolean;
  /** Null: the visitor types. */
  agent: { agentId: string; name: string } | null;
}

export interface BusMessage {
  traceparent: string;
  what: Happening | Typing;
}

/**
 * The port through which what happened reaches sockets. In process now; other nodes will stand behind the same port.
 * Delivery is at most once and in publishing order: whoever misses something notices by its version, and syncs.
 */
export interface Bus {
  publish(messages: readonly BusMessage[]): void;
  /** Returns the function that ends the subscription. */
  subscribe(listener: (message: BusMessage) => void): () => void;
}
