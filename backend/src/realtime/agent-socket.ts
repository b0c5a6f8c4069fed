import { limits as sharedLimits } from '@hilo/shared/limits.ts';
import { type AgentClientFrame, agentClientFrame } from '@hilo/shared/protocol/frames.ts';
import type { WebSocket } from 'ws';
import { authenticateAgent } from '../commands/authenticate-agent.ts';
import type { AgentCaller } from '../commands/contract.ts';
import { HiloError } from '../hilo-error.ts';
import { hashToken, nameTokenHash } from '../identity/hash-token.ts';
import { beginOperation, learn, type Operation, traceparentOf } from '../log/operation-line.ts';
import { recordOperation, recordStart } from '../log/record-operation.ts';
import { classifyError } from '../middlewares/classify-error.ts';
import { findConversation } from '../sql/select-conversations.ts';
import { type Connection, createConnection } from './connection.ts';
import { encodeFrame } from './hub.ts';
import { frameParser } from './parse-frame.ts';
import { childTraceparent, closeReasonOf, recordClose, type SocketServices } from './socket-services.ts';
import { createTypingRelay, type TypingRelay } from './typing-relay.ts';

type Hello = Extract<AgentClientFrame, { type: 'hello' }>;

const parse = frameParser(agentClientFrame);

/** Serves one inbox: all conversations of the agent's company, and typing. */
export function serveAgent(services: SocketServices, ws: WebSocket, settled: () => void): Connection {
  const { metrics, hub, limits, open } = services;
  let operation: Operation = beginOperation('ws_connect', null, 'agent');
  let unsubscribe: () => void = () => undefined;
  let recheck: NodeJS.Timeout | undefined;
  let typing: TypingRelay | undefined;
  metrics.socketOpened('agent');
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
      clearInterval(recheck);
      typing?.stop();
      settled();
      recordClose(services, 'agent', operation, reason, code);
    },
  });
  open.add(connection);
  return connection;

  async function authenticate(hello: Hello): Promise<void> {
    operation = beginOperation(hello.reconnect ? 'ws_reconnect' : 'ws_connect', hello.traceparent, 'agent');
    recordStart(services, operation);
    try {
      const agent = await authenticateAgent(services.pool, hello.token);
      if (!agent) throw new HiloError('agent_unauthorized');
      learn(operation, { companyId: agent.companyId });
      recordOperation(services, operation, null);
      if (connection.isOpen) admit(agent, hello.token);
    } catch (error) {
      const { failure, cause } = classifyError(error);
      recordOperation(services, operation, failure.code, { cause });
      connection.close(closeReasonOf(failure.code));
    }
  }

  /** Subscribed before `ready`: the inbox syncs from its cursor after it, and then lacks nothing. */
  function admit(agent: AgentCaller, token: string): void {
    settled();
    unsubscribe = hub.addAgent({
      companyId: agent.companyId,
      agentId: agent.agentId,
      tokenHash: nameTokenHash(hashToken(token)),
      deliver: connection.deliver,
      close: connection.close,
    });
    typing = typingOf(agent);
    recheck = setInterval(() => void endIfSignedOut(token), limits.agentRecheckMs);
    connection.accept([
      encodeFrame({ type: 'ready', traceparent: traceparentOf(operation), serverTime: Date.now() }),
    ]);
  }

  async function endIfSignedOut(token: string): Promise<void> {
    // A database that does not answer has not signed anybody out.
    const agent = await authenticateAgent(services.pool, token).catch(() => 'unknown' as const);
    if (!agent) connection.close('unauthorized');
  }

  function typingOf({ companyId, agentId, name }: AgentCaller): TypingRelay {
    return createTypingRelay({
      perSecondMax: limits.typingPerSecondMax,
      believeMs: sharedLimits.typingTtlMs,
      metrics,
      findContactId: async (conversationId) =>
        (await findConversation(services.pool, companyId, conversationId))?.contact_id,
      publish: ({ traceparent, contactId, conversationId, typing: isTyping }) =>
        services.bus.publish([
          {
            traceparent,
            what: {
              kind: 'typing',
              companyId,
              contactId,
              conversationId,
              typing: isTyping,
              agent: { agentId, name },
            },
          },
        ]),
      onError: (error) => services.log.error({ err: error }, 'unable to relay typing'),
    });
  }
}
