import type { Draft, InboxState, Pending } from './state.ts';

const noDraft: Draft = { tab: 'reply', reply: '', note: '' };

export function draftOf(state: Pick<InboxState, 'drafts'>, conversationId: string): Draft {
  return state.drafts[conversationId] ?? noDraft;
}

/** What the composer of a conversation holds; one that is back to nothing is forgotten. */
export function writeDraft(state: InboxState, conversationId: string, change: Partial<Draft>): InboxState {
  const draft = { ...draftOf(state, conversationId), ...change };
  const { [conversationId]: _before, ...others } = state.drafts;
  const empty = draft.reply === '' && draft.note === '' && draft.tab === 'reply';
  return { ...state, drafts: empty ? others : { ...others, [conversationId]: draft } };
}

/** What would be sent, or undefined where there is nothing but white space. */
export function findToSend(draft: Draft): { kind: Pending['kind']; body: string } | undefined {
  const body = draft[draft.tab].trim();
  return body === '' ? undefined : { kind: draft.tab, body };
}
