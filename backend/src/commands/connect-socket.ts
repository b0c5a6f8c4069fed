import { findSessionConversation } from '../sql/sessions.ts';
import { touchToken } from '../sql/touch-token.ts';
import type { CommandContext, VisitorCaller } from './contract.ts';
import { requireTokenHash, requireVisitor } from './visitor/require-visitor.ts';
import { seeDevice } from './visitor/see-device.ts';

export interface ConnectedSocket {
  contactId: string;
  /** The contact's version now. */
  version: number;
  /** What the session resolves to; null where there was none, or it is not this contact's. */
  session: { sessionId: string; conversationId: string } | null;
}

/** Whose socket it is. Throws `token_missing`, `token_unknown`, `token_revoked`. */
export async function connectSocket(
  { pool }: CommandContext,
  caller: VisitorCaller,
  { deviceId, sessionId }: { deviceId: string; sessionId: string | null },
): Promise<ConnectedSocket> {
  const { contactId, version } = await requireVisitor(pool, caller);
  await touchToken(pool, caller.companyId, requireTokenHash(caller));
  await seeDevice(pool, caller, contactId, deviceId);
  const conversationId =
    sessionId === null
      ? undefined
      : await findSessionConversation(pool, caller.companyId, contactId, sessionId);
  return {
    contactId,
    version,
    session: sessionId !== null && conversationId ? { sessionId, conversationId } : null,
  };
}
