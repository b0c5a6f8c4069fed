import { type ReactNode, useId } from 'react';
import type { Answer } from '../../channel/messages.ts';
import type { WidgetFacts } from '../model/widget-facts.ts';
import { type Said, sayConnection, sayState, sayUnread } from '../model/words.ts';
import { CopyButton } from './copy-button.tsx';
import { Promises } from './promises.tsx';

interface WidgetCardProps {
  facts: WidgetFacts;
  ask: (includeText: boolean) => Promise<Answer>;
}

/** One widget: whose, how its conversation stands, how the connection is, and its promises. */
export function WidgetCard({ facts, ask }: WidgetCardProps): ReactNode {
  const titleId = useId();
  const { company, widgetId, build, frame, unread, conversationId } = facts;
  const state = sayState(facts.state);
  return (
    <article className="card" aria-labelledby={titleId}>
      <header>
        <h2 id={titleId}>{company ?? 'Chat'}</h2>
        <p className="quiet mono">
          {widgetId} · {build}
        </p>
        {frame !== null && <p className="quiet frame">In a frame: {frame}</p>}
      </header>
      <p className={`state tone-${state.tone}`}>
        <span className="dot" aria-hidden="true" />
        {state.words}
      </p>
      <dl>
        <Fact name="Connection" said={sayConnection(facts.connection)} />
        <dt>Unread</dt>
        <dd>{sayUnread(unread)}</dd>
        {conversationId !== null && (
          <>
            <dt>Conversation</dt>
            <dd className="mono">{conversationId}</dd>
          </>
        )}
      </dl>
      <Promises facts={facts} />
      <CopyButton facts={facts} ask={ask} />
    </article>
  );
}

function Fact({ name, said: { words, tone } }: { name: string; said: Said }): ReactNode {
  return (
    <>
      <dt>{name}</dt>
      <dd className={`said tone-${tone}`}>
        <span className="dot" aria-hidden="true" />
        {words}
      </dd>
    </>
  );
}
