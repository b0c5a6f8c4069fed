import { closeCodes } from '@hilo/shared/errors.ts';
import type { VisitorClientFrame, VisitorServerFrame } from '@hilo/shared/protocol/frames.ts';
import type { ModelEvent } from '@hilo/shared/testing/model-server.ts';
import type { Event } from '../events.ts';
import type { World } from './world.ts';

type Session = { sessionId: string; conversationId: string } | null;

/** Of the operation of an agent, whoever that is. */
const traceparent = `00-${'a9'.repeat(16)}-${'a9'.repeat(8)}-01`;

/** A socket that may die without a word, and a bus behind it that loses and reorders. */
export class SimulatedSocket {
  private current: { id: number; contactId: string; token: string; alive: boolean; session: Session } | null =
    null;
  private readonly world: World;
  private readonly dispatch: (event: Event) => void;

  constructor(world: World, dispatch: (event: Event) => void) {
    this.world = world;
    this.dispatch = dispatch;
  }

  /** `session`: as the address names it, and the server resolves it. */
  open(id: number, session: Session): void {
    const { world } = this;
    this.current = { id, contactId: '', token: '', alive: true, session };
    if (world.partitioned || world.chance(0.15 * world.badness)) {
      world.count('socket refused');
      world.later(world.between(10, 3_000), () => this.closed(id, 1006));
      return;
    }
    world.later(world.between(5, 200), () => this.is(id) && this.dispatch({ type: 'socket_opened', id }));
    if (world.chance(0.5 * world.badness)) {
      const silently = world.chance(0.5);
      world.later(world.between(500, 40_000), () => this.die(id, silently));
    }
  }

  drop(): void {
    this.current = null;
  }

  private is(id: number): boolean {
    return this.current?.id === id && this.current.alive;
  }

  private die(id: number, silently: boolean): void {
    if (this.current?.id !== id) return;
    this.world.count(silently ? 'socket died silently' : 'socket closed');
    if (silently) this.current.alive = false;
    else this.closed(id, 1006);
  }

  private closed(id: number, code: number): void {
    if (this.current?.id !== id) return;
    this.current = null;
    this.dispatch({ type: 'socket_closed', id, code });
  }

  /** What the client sends. */
  send(id: number, frame: VisitorClientFrame): void {
    const { world } = this;
    if (!this.is(id)) return;
    world.later(world.between(1, 1 + 100 * world.badness), () => {
      if (!this.is(id) || world.partitioned) return;
      if (frame.type === 'hello') this.hello(id, frame);
      else if (frame.type === 'ping') this.deliver(id, { type: 'pong', traceparent, n: frame.n });
    });
  }

  private hello(id: number, { token, traceparent }: VisitorClientFrame & { type: 'hello' }): void {
    const { world } = this;
    const contact = world.server.findSocketContact(token);
    if (!contact || !this.current) {
      this.closed(id, closeCodes.unauthorized.code);
      return;
    }
    this.current = { ...this.current, contactId: contact.contactId, token };
    const { contactId, version } = contact;
    const serverTime = world.epochMs();
    const { session } = this.current;
    this.deliver(id, { type: 'ready', traceparent, contactId, version, session, serverTime });
  }

  /** What the server publishes. */
  hear(event: ModelEvent): void {
    const { world, current } = this;
    if (!current?.token) return;
    if (event.kind === 'tokens_revoked') {
      const { id } = current;
      if (event.tokens.includes(current.token))
        world.later(5, () => this.closed(id, closeCodes.identity_changed.code));
      return;
    }
    if (event.changes.contactId !== current.contactId) return;
    if (world.chance(0.05 * world.badness)) {
      world.count('lost event');
      return;
    }
    this.deliver(current.id, { type: 'event', traceparent, changes: event.changes });
    if (world.chance(0.05 * world.badness)) {
      world.count('repeated event');
      this.deliver(current.id, { type: 'event', traceparent, changes: event.changes });
    }
  }

  private deliver(id: number, frame: VisitorServerFrame): void {
    const { world } = this;
    world.later(world.between(1, 1 + 300 * world.badness), () => {
      if (this.is(id) && !world.partitioned) this.dispatch({ type: 'socket_frame', id, frame });
    });
  }
}
