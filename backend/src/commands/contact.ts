import { limits } from '@hilo/shared/limits.ts';
import { HiloError } from '../hilo-error.ts';
import { presentContactPanel } from '../presenters/present-contact-panel.ts';
import { selectDevices, selectMerges, selectSurveys } from '../sql/contact-traces.ts';
import { findContact } from '../sql/select-contact.ts';
import { selectConversationsBefore } from '../sql/select-conversations.ts';
import { sumUnread } from '../sql/sum-unread.ts';
import type { AgentCommand } from './contract.ts';

/** A contact as agents see it. An id that was merged away answers with its survivor. */
export const contact: AgentCommand<'contact'> = async ({ pool }, { companyId }, { params }) => {
  const row = await findContact(pool, companyId, params.contactId);
  if (!row) throw new HiloError('not_found');
  const contactId = row.contact_id;
  const page = { companyId, contactId, before: null, rowsMax: limits.inboxPageMax };
  const [devices, merges, conversations, surveys, unreadCount] = await Promise.all([
    selectDevices(pool, companyId, contactId),
    selectMerges(pool, companyId, contactId),
    selectConversationsBefore(pool, page),
    selectSurveys(pool, companyId, contactId),
    sumUnread(pool, companyId, contactId),
  ]);
  const visible = conversations.filter((conversation) => conversation.last_seq > 0);
  return {
    answer: presentContactPanel({ contact: row, devices, merges, conversations: visible, surveys }),
    happenings: [],
    fields: { contactId, unreadCount },
  };
};
