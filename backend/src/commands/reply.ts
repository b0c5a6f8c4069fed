import { v7 } from 'uuid';
import { presentFields } from '../presenters/present-fields.ts';
import { presentMessage } from '../presenters/present-message.ts';
import type { AgentCommand } from './contract.ts';
import { requireSent } from './send/require-sent.ts';
import { sendOne } from './send/sender.ts';

/** Writes an agent's answer; once, however often it is sent. The conversation becomes active. */
export const reply: AgentCommand<'reply'> = async (context, caller, { params, body }) => {
  const sent = requireSent(
    await sendOne(context.pool, {
      companyId: caller.companyId,
      conversationId: params.conversationId,
      author: { kind: 'agent', agentId: caller.agentId },
      clientMessageId: body.clientMessageId,
      messageId: v7(),
      body: body.body,
      traceparent: context.traceparent,
    }),
  );
  return {
    answer: {
      message: presentMessage(sent.message),
      duplicate: sent.outcome === 'duplicate',
      change: sent.inboxChange,
    },
    happenings: sent.happenings,
    fields: presentFields(sent.conversation),
  };
};
