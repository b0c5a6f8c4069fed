import type { ConversationStatus } from '@hilo/shared/protocol/shapes.ts';
import type { Transaction } from '../../db/transact.ts';
import { type Actor, changeStatus as changeStatusRow } from '../../sql/change-status.ts';
import type { LockedContact } from '../../sql/lock-contact.ts';
import type { MessageRow } from '../../sql/rows/message-row.ts';
import type { NoteRow } from '../../sql/rows/note-row.ts';
import type { StatusCause } from '../../sql/rows/status-change-row.ts';

/**
 * What one transaction does to one contact and its conversations. The contact is locked; everything it can see of the
 * change carries the one next `version`; `finishChange` turns it into what is published.
 */
export interface ContactChange {
  readonly tx: Transaction;
  readonly companyId: string;
  readonly traceparent: string;
  readonly contact: LockedContact;
  /** What the contact was at before, and clients of it are at. */
  readonly from: number;
  readonly version: number;
  /** True once something that the contact can see has changed. */
  isVisible: boolean;
  /** Conversations whose inbox row has changed. */
  readonly touched: Set<string>;
  readonly history: { conversationId: string; n: number }[];
  /** For agents: messages changed (not those merely restamped), notes written. */
  readonly messages: MessageRow[];
  readonly notes: NoteRow[];
}

/** `version`: where it is not just the next one (a merge goes above both). */
export function beginChange(
  tx: Transaction,
  context: { traceparent: string },
  companyId: string,
  contact: LockedContact,
  version: number = contact.version + 1,
): ContactChange {
  return {
    tx,
    companyId,
    traceparent: context.traceparent,
    contact,
    from: contact.version,
    version,
    isVisible: false,
    touched: new Set(),
    history: [],
    messages: [],
    notes: [],
  };
}

/** A conversation's header has changed, for its contact and for agents. */
export function touch(change: ContactChange, conversationId: string): void {
  change.isVisible = true;
  change.touched.add(conversationId);
}

/** Changes a conversation's status as part of a change. */
export async function changeStatus(
  change: ContactChange,
  conversationId: string,
  what: { to: ConversationStatus; cause: StatusCause; actor: Actor; openSlot?: string },
): Promise<void> {
  const { tx, companyId, traceparent, version } = change;
  const n = await changeStatusRow(tx, { companyId, conversationId, traceparent, version, ...what });
  change.history.push({ conversationId, n });
  touch(change, conversationId);
}
