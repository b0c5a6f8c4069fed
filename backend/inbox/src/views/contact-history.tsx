import type { ContactPanel, InboxConversation } from '@hilo/shared/protocol/inbox-shapes.ts';
import type { ReactNode } from 'react';
import { agoWords, fullWords, statusWords } from '../model/words.ts';
import { Icon, StatusIcon } from './icons.tsx';
import { useActions, useFact } from './inbox-context.ts';
import { useNow } from './use-now.ts';

/** What a contact did before: other conversations, survey answers, and whom they were merged from. */
export function ContactHistory({ panel }: { panel: ContactPanel }): ReactNode {
  const openId = useFact((state) => state.place.conversationId);
  const known = useFact((state) => state.conversations);
  const others = panel.conversations
    .map((row) => known[row.conversationId] ?? row)
    .filter((row) => row.conversationId !== openId);
  return (
    <>
      <section className="panel-part">
        <h3>Other conversations</h3>
        {others.length === 0 ? <p className="quiet">This is the only one.</p> : null}
        <ul>
          {others.map((row) => (
            <OtherConversation key={row.conversationId} row={row} />
          ))}
        </ul>
      </section>
      <Surveys surveys={panel.surveys} />
      <Merges merges={panel.merges} />
    </>
  );
}

function OtherConversation({ row }: { row: InboxConversation }): ReactNode {
  const { open } = useActions();
  const now = useNow();
  return (
    <li>
      <button type="button" className="other" onClick={() => open(row.conversationId)}>
        <StatusIcon status={row.status} />
        <span className="other-preview">
          <bdi>{row.lastMessage?.preview || 'Message removed'}</bdi>
          <span className="quiet">
            {statusWords[row.status]} · {agoWords(row.lastActivityAt, now)}
          </span>
        </span>
      </button>
    </li>
  );
}

function Surveys({ surveys }: Pick<ContactPanel, 'surveys'>): ReactNode {
  const { open } = useActions();
  if (surveys.length === 0) return null;
  return (
    <section className="panel-part">
      <h3>Survey answers</h3>
      <ul>
        {surveys.map((row) => (
          <li key={`${row.conversationId} ${row.cycle}`} className="survey">
            <p>
              {row.rating === null ? (
                <span className="quiet">{row.dismissed ? 'Skipped' : 'No rating'}</span>
              ) : (
                <Rating rating={row.rating} />
              )}
              <button type="button" className="link" onClick={() => open(row.conversationId)}>
                {fullWords(row.answeredAt)}
              </button>
            </p>
            {row.comment ? <blockquote dir="auto">{row.comment}</blockquote> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Rating({ rating }: { rating: number }): ReactNode {
  return (
    <span className="rating" role="img" aria-label={`${rating} of 5`}>
      {'●'.repeat(rating)}
      <span className="rating-rest">{'●'.repeat(5 - rating)}</span> {rating} of 5
    </span>
  );
}

function Merges({ merges }: Pick<ContactPanel, 'merges'>): ReactNode {
  if (merges.length === 0) return null;
  return (
    <section className="panel-part">
      <h3>Merged from</h3>
      <ul>
        {merges.map((row) => (
          <li key={row.contactId} className="device">
            <Icon name="merge" />
            <span>
              <bdi>{row.name ?? `Visitor ${row.contactId.slice(-4)}`}</bdi>
              <span className="quiet"> · {fullWords(row.mergedAt)}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
