import { v7 } from 'uuid';
import { sessionIdOf } from '../identity/session-id.ts';
import { presentFields } from '../presenters/present-fields.ts';
import { presentMessage } from '../presenters/present-message.ts';
import type { VisitorCommand } from './contract.ts';
import { requireSent } from './send/require-sent.ts';
import { sendOne } from './send/sender.ts';
import { requireTokenHash } from './visitor/require-visitor.ts';

/** Writes a visitor's message; once, however often it is sent. Reopens a solved conversation. */
export const sendMessage: VisitorCommand<'sendMessage'> = async (context, caller, { params, body }) => {
  const { conversationId } = params;
  const { deviceId, clientMessageId } = body;
  const sessionId = sessionIdOf(conversationId, deviceId);
  const tokenHash = requireTokenHash(caller);
  const sent = requireSent(
    await sendOne(context.pool, {
      companyId: caller.companyId,
      conversationId,
      author: { kind: 'visitor', tokenHash, deviceId, sessionId },
      clientMessageId,
      messageId: v7(),
      body: body.body,
      traceparent: context.traceparent,
    }),
  );
  return {
    answer: {
      message: presentMessage(sent.message),
      duplicate: sent.outcome === 'duplicate',
      changes: sent.changes,
    },
    happenings: sent.happenings,
    fields: { ...presentFields(sent.conversation), deviceId, sessionId },
  };
};
