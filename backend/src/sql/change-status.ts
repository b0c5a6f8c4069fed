import type { ConversationStatus } from '@hilo/shared/protocol/shapes.ts';
import { sql } from 'slonik';
import { z } from 'zod';
import type { Transaction } from '../db/transact.ts';
import type { StatusCause } from './rows/status-change-row.ts';

export type Actor = { kind: 'visitor' } | { kind: 'system' } | { kind: 'agent'; agentId: string };

export interface StatusChangeInput {
  companyId: string;
  conversationId: string;
  to: ConversationStatus;
  cause: StatusCause;
  actor: Actor;
  traceparent: string;
  /** The contact's version that this is part of. */
  version: number;
  /** Where a solved conversation opens again. */
  openSlot?: string;
}

/** Changes a conversation's status with all that follows from it. Answers with the number of the history row. */
export function changeStatus(tx: Transaction, input: StatusChangeInput): Promise<number> {
  const agentId = input.actor.kind === 'agent' ? input.actor.agentId : null;
  return tx.oneFirst(sql.type(z.object({ n: z.int() }))`
    SELECT change_status(
      ${input.companyId}, ${input.conversationId}, ${input.to}, ${input.cause}, ${input.actor.kind}, ${agentId},
      ${input.traceparent}, ${input.version}, ${input.openSlot ?? null}
    ) AS n
  `);
}

/** Where a solved conversation may open again, or the open one that is in the way. */
export async function claimOpenSlot(
  tx: Transaction,
  companyId: string,
  conversationId: string,
): Promise<{ openSlot: string } | { otherId: string }> {
  const claim = await tx.one(
    sql.type(
      z.object({ open_slot: z.string().nullable(), other_id: z.string().nullable() }),
    )`SELECT open_slot, other_id FROM claim_open_slot(${companyId}, ${conversationId})`,
  );
  return claim.other_id === null ? { openSlot: claim.open_slot ?? '0' } : { otherId: claim.other_id };
}
