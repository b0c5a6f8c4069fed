import { HiloError } from '../../hilo-error.ts';
import type { SendResult, Sent } from './split-batch.ts';

/** What was sent (now or before). Throws what the outcome means to the caller. */
export function requireSent(result: SendResult): Sent {
  switch (result.outcome) {
    case 'inserted':
    case 'duplicate':
      return result;
    case 'conflict':
      throw new HiloError('message_conflict');
    case 'another_open':
      throw new HiloError('another_open', undefined, { conversationId: result.otherId ?? undefined });
    case 'archived':
      throw new HiloError('conversation_archived');
    case 'moved':
      throw new HiloError('unavailable');
    default:
      throw new HiloError(result.outcome);
  }
}
