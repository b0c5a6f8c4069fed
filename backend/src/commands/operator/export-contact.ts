import type {
  ContactPanel,
  InboxConversation,
  Note,
  StatusChange,
} from '@hilo/shared/protocol/inbox-shapes.ts';
import type { Message } from '@hilo/shared/protocol/shapes.ts';
import type { ServerTrace } from '@hilo/shared/protocol/trace-shapes.ts';
import { HiloError } from '../../hilo-error.ts';
import { presentContactPanel } from '../../presenters/present-contact-panel.ts';
import { presentInboxConversation } from '../../presenters/present-inbox-conversation.ts';
import { presentMessage } from '../../presenters/present-message.ts';
import { presentNote } from '../../presenters/present-note.ts';
import { presentStatusChange } from '../../presenters/present-status-change.ts';
import { presentTrace } from '../../presenters/present-trace.ts';
import { selectDevices, selectMerges, selectSurveys } from '../../sql/contact-traces.ts';
import {
  type ExportedConversationRow,
  getAttributes,
  selectWholeConversations,
} from '../../sql/export-contact.ts';
import { findContact } from '../../sql/select-contact.ts';
import { selectTraceChunksOfContact, type TraceChunkRow } from '../../sql/trace-chunks.ts';
import type { CommandContext } from '../contract.ts';

export interface ContactExport {
  format: 'hilo-contact';
  formatVersion: 1;
  /** Milliseconds since the epoch, as all times in here. */
  exportedAt: number;
  companyId: string;
  contact: ContactPanel['contact'] & { aliases: string[]; attributes: Record<string, unknown> };
  devices: ContactPanel['devices'];
  merges: ContactPanel['merges'];
  surveys: ContactPanel['surveys'];
  conversations: ExportedConversation[];
  /** What the server's log says of their page loads, as far as it is still kept. */
  traces: ServerTrace[];
}

export interface ExportedConversation {
  conversation: InboxConversation;
  messages: Message[];
  notes: Note[];
  history: StatusChange[];
  sessions: { sessionId: string; deviceId: string; createdAt: number }[];
}

/** Everything that is kept about a person, for them to read. Tokens are not: only their hashes are known. Throws `not_found`. */
export async function exportContact(
  { pool }: CommandContext,
  { companyId, contactId }: { companyId: string; contactId: string },
): Promise<ContactExport> {
  const row = await findContact(pool, companyId, contactId);
  if (!row) throw new HiloError('not_found');
  const id = row.contact_id;
  const [devices, merges, surveys, conversations, attributes, chunks] = await Promise.all([
    selectDevices(pool, companyId, id),
    selectMerges(pool, companyId, id),
    selectSurveys(pool, companyId, id),
    selectWholeConversations(pool, companyId, id),
    getAttributes(pool, companyId, id),
    selectTraceChunksOfContact(pool, companyId, id),
  ]);
  const panel = presentContactPanel({ contact: row, devices, merges, conversations: [], surveys });
  return {
    format: 'hilo-contact',
    formatVersion: 1,
    exportedAt: Date.now(),
    companyId,
    contact: { ...panel.contact, aliases: row.aliases, attributes },
    devices: panel.devices,
    merges: panel.merges,
    surveys: panel.surveys,
    conversations: conversations.map(presentExported),
    traces: presentTraces(chunks),
  };
}

function presentTraces(chunks: readonly TraceChunkRow[]): ServerTrace[] {
  const byTrace = new Map<string, TraceChunkRow[]>();
  for (const chunk of chunks) byTrace.set(chunk.trace_id, [...(byTrace.get(chunk.trace_id) ?? []), chunk]);
  return [...byTrace].map(([traceId, own]) => presentTrace(traceId, own, Number.POSITIVE_INFINITY));
}

function presentExported(row: ExportedConversationRow): ExportedConversation {
  return {
    conversation: presentInboxConversation(row.conversation),
    messages: row.messages.map(presentMessage),
    notes: row.notes.map(presentNote),
    history: row.history.map(presentStatusChange),
    sessions: row.sessions.map((session) => ({
      sessionId: session.session_id,
      deviceId: session.device_id,
      createdAt: session.created_at,
    })),
  };
}
