import type { InboxConversation } from '@hilo/shared/protocol/inbox-shapes.ts';
import { memo, type ReactNode } from 'react';
import { agoWords, contactName, initials, stateWords } from '../model/words.ts';
import { StatusIcon } from './icons.tsx';
import { useActions, useFact } from './inbox-context.ts';

/** Every row is this high; list.css says the same. */
export const rowHeightPx = 84;

export function rowId(conversationId: string): string {
  return `row-${conversationId}`;
}

interface RowProps {
  conversationId: string;
  top: number;
  position: number;
  /** Rows in all; -1 where not known yet (as in `aria-setsize`). */
  size: number;
  highlighted: boolean;
  open: boolean;
  now: number;
}

/** One conversation in the list. */
export const ConversationRow = memo(function ConversationRow(props: RowProps): ReactNode {
  const row = useFact((state) => state.conversations[props.conversationId]);
  const { open, highlight } = useActions();
  if (!row) return null;
  const { unreadCount } = row;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the list box has the focus, and names the active option
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list box answers the keys
    <div
      id={rowId(props.conversationId)}
      role="option"
      aria-selected={props.open}
      aria-posinset={props.position}
      aria-setsize={props.size}
      className="row"
      data-highlighted={props.highlighted || undefined}
      data-unread={unreadCount > 0 || undefined}
      style={{ transform: `translateY(${props.top}px)` }}
      onClick={() => {
        highlight(props.conversationId);
        open(props.conversationId);
      }}
    >
      <div className="row-line">
        <span className="row-name" dir="auto">
          {contactName(row.contact)}
        </span>
        <time className="quiet" dateTime={new Date(row.lastActivityAt).toISOString()}>
          {agoWords(row.lastActivityAt, props.now)}
        </time>
      </div>
      <div className="row-line">
        <Preview row={row} />
        {unreadCount > 0 ? (
          <span className="unread">
            {unreadCount > 99 ? '99+' : unreadCount}
            <span className="hidden-words"> unread</span>
          </span>
        ) : null}
      </div>
      <div className="row-line">
        <span className={`row-state status-${row.status}`}>
          <StatusIcon status={row.status} />
          <span className="cut">{stateWords(row, props.now)}</span>
        </span>
        <Assignee row={row} />
      </div>
    </div>
  );
});

function Preview({ row }: { row: InboxConversation }): ReactNode {
  const last = row.lastMessage;
  const byAgent = last?.authorKind === 'agent';
  return (
    <span className="row-preview">
      {byAgent ? <span className="row-by">{row.assignee?.name.split(' ')[0] ?? 'Agent'}: </span> : null}
      <bdi>{last === null ? 'No message yet' : last.preview || 'Message removed'}</bdi>
    </span>
  );
}

function Assignee({ row }: { row: InboxConversation }): ReactNode {
  if (!row.assignee) return null;
  return (
    <span className="chip" title={`Assigned to ${row.assignee.name}`}>
      <span aria-hidden="true">{initials(row.assignee.name)}</span>
      <span className="hidden-words">Assigned to {row.assignee.name}</span>
    </span>
  );
}
