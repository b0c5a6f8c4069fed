import type { CloseReason } from '@hilo/shared/errors.ts';
import { type VisitorClientFrame, visitorClientFrame } from '@hilo/shared/protocol/frames.ts';
import type { TenFields } from '@hilo/shared/trace/ten-fields.ts';
import type { WebSocket } from 'ws';
import { connectSocket } from '../commands/connect-socket.ts';
import type { VisitorCaller } from '../commands/contract.ts';
import { hashToken, nameTokenHash } from '../identity/hash-token.ts';
import { beginOperation, learn, type Operation, traceparentOf } from '../log/operation-line.ts';
import { recordOperation, recordStart } from '../log/record-operation.ts';
import { classifyError } from '../middlewares/classify-error.ts';
import { findConversation } from '../sql/select-conversations.ts';
import { type Connection, createConnection } from './connection.ts';
import { createHeardFields, type HeardFields } from './heard-fields.ts';
import { encodeFrame, type Held } from './hub.ts';
import { frameParser } from './parse-frame.ts';
import { readSocketFields } from './read-socket-fields.ts';
import { childTraceparent, closeReasonOf, recordClose, type SocketServices } from './socket-services.ts';
import { createTypingRelay, type TypingRelay } from './typing-relay.ts';

type Hello = Extract<VisitorClientFrame, { type: 'hello' }>;
type Ready = Awaited<ReturnType<typeof connectSocket>>;

/** What is known of a visitor's socket before it says hello. */
export interface VisitorOpening {
  companyId: string;
  widgetId: string;
  sessionId: string | null;
  userAgent: string;
  locale: string | null;
  /** Called once, when the socket is believed or gone: it no longer counts as pending. */
  settled(): void;
}

const parse = frameParser(visitorClientFrame);

/** Serves one tab of a visitor: all events of its contact, and typing. */
export function serveVisitor(services: SocketServices, ws: WebSocket, opening: VisitorOpening): Connection {
  const { metrics, hub, limits, open } = services;
  let operation: Operation = beginOperation('ws_connect', null);
  learn(operation, opening);
  let unsubscribe: () => void = () => undefined;
  let typing: TypingRelay | undefined;
  /** What holds now, once the line of ws_connect is written. Never rejects. */
  let lastFields: ((reason: string) => Promise<Partial<TenFields>>) | undefined;
  metrics.socketOpened('visitor');
  const connection = createConnection<Omit<Hello, 'type'>>({
    ws,
    parse,
    limits,
    traceparent: () => childTraceparent(operation),
    authenticate: (hello) => void authenticate(hello as Hello),
    relayTyping: (frame) => typing?.relay(frame),
    closed: (reason, code) => {
      open.delete(connection);
      unsubscribe();
      typing?.stop();
      opening.settled();
      recordClose(services, 'visitor', operation, reason, code, lastFields?.(reason));
    },
  });
  open.add(connection);
  return connection;

  async function authenticate(hello: Hello): Promise<void> {
    operation = beginOperation(hello.reconnect ? 'ws_reconnect' : 'ws_connect', hello.traceparent);
    learn(operation, { ...opening, deviceId: hello.deviceId });
    recordStart(services, operation);
    const tokenHash = hashToken(hello.token);
    // Held first, read second: what happens in between is in neither the version read nor the subscription.
    const held = hub.hold(opening.companyId, nameTokenHash(tokenHash));
    try {
      const ready = await connect(hello, tokenHash);
      admit(ready, held, nameTokenHash(tokenHash));
    } catch (error) {
      held.release();
      const { failure, cause } = classifyError(error);
      recordOperation(services, operation, failure.code, { cause });
      connection.close(closeReasonOf(failure.code));
    }
  }

  function connect(hello: Hello, tokenHash: Buffer): Promise<Ready> {
    const { companyId, widgetId, sessionId, userAgent, locale } = opening;
    const caller: VisitorCaller = { companyId, widgetId, tokenHash, userAgent, locale };
    const context = { pool: services.pool, traceparent: traceparentOf(operation) };
    return connectSocket(context, caller, { deviceId: hello.deviceId, sessionId });
  }

  function admit(ready: Ready, held: Held, tokenHash: string): void {
    const { contactId, version, session } = ready;
    const { companyId } = opening;
    const { events, revoked, overflow } = held.release();
    const missed = events.filter(
      ({ changes }) => changes.contactId === contactId && changes.version > version,
    );
    learn(operation, { contactId, ...session });
    // That of the address was a claim until now.
    if (!session) operation.fields.sessionId = null;
    const refusal = findRefusal({
      revoked,
      overflow,
      sockets: hub.countVisitorSockets(companyId, contactId),
    });
    const fields = createHeardFields(session?.conversationId ?? null);
    for (const { changes } of missed) fields.hear(changes);
    const recorded = record(ready, fields, refusal);
    lastFields = async (reason) => {
      await recorded;
      // Whose token was revoked may have been merged away, and what was moved is told to the survivor's sockets.
      if (reason === 'identity_changed') await reread(ready, fields);
      return fields.now();
    };
    if (refusal) connection.close(refusal);
    if (!connection.isOpen) return;
    opening.settled();
    unsubscribe = hub.addVisitor({
      companyId,
      contactId,
      tokenHash,
      deliver: connection.deliver,
      hear: fields.hear,
      close: connection.close,
    });
    typing = typingOf(contactId);
    connection.accept([
      encodeFrame({
        type: 'ready',
        traceparent: traceparentOf(operation),
        contactId,
        version,
        session,
        serverTime: Date.now(),
      }),
      ...missed.map((event) => encodeFrame({ type: 'event', ...event })),
    ]);
  }

  /** The line of ws_connect: after `ready` went out, since it asks once more. */
  async function record(ready: Ready, fields: HeardFields, refusal: CloseReason | undefined): Promise<void> {
    const connected = operation;
    const code = refusal === 'identity_changed' ? 'token_revoked' : refusal ? 'rate_limited' : null;
    await reread(ready, fields);
    learn(connected, fields.now());
    recordOperation(services, connected, code);
  }

  /** Without what it finds a line is still worth having. */
  async function reread({ contactId, session }: Ready, fields: HeardFields): Promise<void> {
    const found = readSocketFields(services.pool, opening.companyId, contactId, session);
    await found.then(fields.read).catch(() => undefined);
  }

  function findRefusal(found: {
    revoked: boolean;
    overflow: boolean;
    sockets: number;
  }): CloseReason | undefined {
    if (found.revoked) return 'identity_changed';
    if (found.overflow) return 'too_slow';
    return found.sockets >= limits.socketsPerContactMax ? 'too_many_sockets' : undefined;
  }

  function typingOf(contactId: string): TypingRelay {
    const { companyId } = opening;
    return createTypingRelay({
      perSecondMax: limits.typingPerSecondMax,
      believeMs: Number.POSITIVE_INFINITY,
      metrics,
      findContactId: async (conversationId) => {
        const found = await findConversation(services.pool, companyId, conversationId);
        return found?.contact_id === contactId ? contactId : undefined;
      },
      publish: ({ traceparent, conversationId, typing: isTyping }) =>
        services.bus.publish([
          {
            traceparent,
            what: { kind: 'typing', companyId, contactId, conversationId, typing: isTyping, agent: null },
          },
        ]),
      onError: (error) => services.log.error({ err: error }, 'unable to relay typing'),
    });
  }
}
