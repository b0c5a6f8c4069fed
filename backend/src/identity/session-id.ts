import { v5 } from 'uuid';

/** A device's session in a conversation: UUIDv5 (RFC 9562 §5.5) of the device's id in the conversation's namespace. */
export function sessionIdOf(conversationId: string, deviceId: string): string {
  return v5(deviceId, conversationId);
}
