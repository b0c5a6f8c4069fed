import type { StatusChange } from '@hilo/shared/protocol/inbox-shapes.ts';
import type { Changes } from '@hilo/shared/protocol/shapes.ts';
import { presentInboxChange } from '../../presenters/present-inbox-change.ts';
import { presentStatusChange } from '../../presenters/present-status-change.ts';
import type { ConversationRow } from '../../sql/rows/conversation-row.ts';
import type { StatusChangeRow } from '../../sql/rows/status-change-row.ts';
import { selectConversations } from '../../sql/select-conversations.ts';
import { selectStatusChanges } from '../../sql/select-status-changes.ts';
import { setContactVersion } from '../../sql/set-contact-version.ts';
import type { Happening } from '../contract.ts';
import type { ContactChange } from './contact-change.ts';
import { readChanges } from './read-changes.ts';

export interface FinishedChange {
  /** What the contact can see of it; null where it can see nothing. */
  changes: Changes | null;
  happenings: Happening[];
  /** Headers of the conversations touched, as they are now. */
  conversations: ReadonlyMap<string, ConversationRow>;
  /** Every step that a status took, also where agents see nothing of it. */
  statusChanges: readonly StatusChange[];
}

/** Takes the version, and says what happened: to the contact, and in each conversation that agents see. */
export async function finishChange(change: ContactChange): Promise<FinishedChange> {
  const { tx, companyId, contact } = change;
  const { contactId } = contact;
  let changes: Changes | null = null;
  if (change.isVisible) {
    await setContactVersion(tx, companyId, contactId, change.version);
    changes = await readChanges(tx, { companyId, contactId, from: change.from });
  }
  const rows = change.touched.size ? await selectConversations(tx, companyId, [...change.touched]) : [];
  const history = await selectStatusChanges(tx, companyId, change.history);
  const inbox = inboxHappenings(change, rows, history);
  return {
    changes,
    happenings: changes ? [{ kind: 'contact', companyId, contactId, changes }, ...inbox] : inbox,
    conversations: new Map(rows.map((row) => [row.conversation_id, row])),
    statusChanges: history.map(presentStatusChange),
  };
}

/** A conversation without a message is hidden from agents. */
function inboxHappenings(
  change: ContactChange,
  rows: readonly ConversationRow[],
  history: readonly StatusChangeRow[],
): Happening[] {
  const { companyId } = change;
  const ofRow = (row: ConversationRow) => (part: { conversation_id: string }) =>
    part.conversation_id === row.conversation_id;
  return rows
    .filter((row) => row.last_seq > 0)
    .map((row) => ({
      kind: 'inbox',
      companyId,
      change: presentInboxChange(row, {
        messages: change.messages.filter(ofRow(row)),
        notes: change.notes.filter(ofRow(row)),
        history: history.filter(ofRow(row)),
      }),
    }));
}
