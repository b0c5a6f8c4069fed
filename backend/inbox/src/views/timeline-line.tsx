import type { InboxConversation, Note } from '@hilo/shared/protocol/inbox-shapes.ts';
import type { Message } from '@hilo/shared/protocol/shapes.ts';
import { memo, type ReactNode } from 'react';
import type { TimelineItem } from '../model/timeline.ts';
import { clockWords, contactName, dayWords, fullWords, historyWords } from '../model/words.ts';
import { Icon } from './icons.tsx';
import { PendingLine } from './pending-line.tsx';
import { RichText } from './rich-text.tsx';

interface LineProps {
  item: TimelineItem;
  header: InboxConversation;
  now: number;
  onRedact(messageId: string): void;
}

export const TimelineLine = memo(function TimelineLine({
  item,
  header,
  now,
  onRedact,
}: LineProps): ReactNode {
  switch (item.kind) {
    case 'day':
      return (
        <li className="day">
          <span>{dayWords(item.at, now)}</span>
        </li>
      );
    case 'new':
      return (
        <li className="new-mark">
          <span>New</span>
        </li>
      );
    case 'history':
      return (
        <li className="history">
          {historyWords(item.change, contactName(header.contact))} · <Time at={item.change.at} />
        </li>
      );
    case 'note':
      return <NoteLine note={item.note} />;
    case 'pending':
      return <PendingLine pending={item.pending} />;
    case 'message':
      return <MessageLine item={item} visitorName={contactName(header.contact)} onRedact={onRedact} />;
  }
});

interface MessageProps {
  item: Extract<TimelineItem, { kind: 'message' }>;
  visitorName: string;
  onRedact(messageId: string): void;
}

function MessageLine({ item, visitorName, onRedact }: MessageProps): ReactNode {
  const { message, opens, receipt } = item;
  const { author } = message;
  const name = author.kind === 'visitor' ? visitorName : (author.name ?? 'Agent');
  return (
    <li className={`message by-${author.kind}`} data-opens={opens || undefined}>
      {opens ? (
        <p className="by">
          <bdi>{name}</bdi> · <Time at={message.createdAt} />
        </p>
      ) : (
        <span className="hidden-words">{name}: </span>
      )}
      <div className="bubble-line">
        <div
          className="bubble"
          title={fullWords(message.createdAt)}
          data-redacted={message.body === null || undefined}
        >
          <Body message={message} />
        </div>
        {message.body === null ? null : (
          <button
            type="button"
            className="icon-button redact"
            aria-label="Remove this message’s text"
            title="Remove this message’s text"
            onClick={() => onRedact(message.messageId)}
          >
            <Icon name="redact" />
          </button>
        )}
      </div>
      {receipt === 'none' ? null : <p className="receipt">{receipt === 'seen' ? 'Seen' : 'Sent'}</p>}
    </li>
  );
}

function Body({ message }: { message: Message }): ReactNode {
  return message.body === null ? <em>Text removed</em> : <RichText text={message.body} />;
}

function NoteLine({ note }: { note: Note }): ReactNode {
  return (
    <li className="note">
      <p className="by">
        <Icon name="lock" /> Note · <bdi>{note.agent.name}</bdi> · <Time at={note.createdAt} />
      </p>
      <RichText text={note.body} />
    </li>
  );
}

function Time({ at }: { at: number }): ReactNode {
  return (
    <time dateTime={new Date(at).toISOString()} title={fullWords(at)}>
      {clockWords(at)}
    </time>
  );
}
