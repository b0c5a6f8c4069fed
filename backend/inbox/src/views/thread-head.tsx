import type { InboxConversation } from '@hilo/shared/protocol/inbox-shapes.ts';
import { isOpen } from '@hilo/shared/view/selectors.ts';
import type { ReactNode } from 'react';
import { contactName, initials, stateWords } from '../model/words.ts';
import { Icon, StatusIcon } from './icons.tsx';
import { useActions, useFact } from './inbox-context.ts';
import { Menu, type MenuItem } from './menu.tsx';
import { useNow } from './use-now.ts';

/** Whose conversation it is, how it stands, and what can be done with it. */
export function ThreadHead({ header }: { header: InboxConversation }): ReactNode {
  const { open, togglePanel } = useActions();
  const panelOpen = useFact((state) => state.panelOpen);
  const now = useNow();
  return (
    <div className="pane-head">
      <button
        type="button"
        className="icon-button only-phone"
        aria-label="Back to the list"
        onClick={() => open(null)}
      >
        <Icon name="back" />
      </button>
      <div className="thread-title">
        <h2 dir="auto">{contactName(header.contact)}</h2>
        <span className={`row-state status-${header.status}`}>
          <StatusIcon status={header.status} />
          <span className="cut">{stateWords(header, now)}</span>
        </span>
      </div>
      <div className="thread-actions">
        <AssignMenu header={header} />
        <StatusButtons header={header} />
        <button
          type="button"
          className="icon-button"
          aria-label="Contact details"
          aria-pressed={panelOpen}
          aria-keyshortcuts="i"
          title="Contact details (i)"
          onClick={() => togglePanel()}
        >
          <Icon name="panel" />
        </button>
      </div>
    </div>
  );
}

function StatusButtons({ header }: { header: InboxConversation }): ReactNode {
  const { take, solve, reopen } = useActions();
  const agentId = useFact((state) => (state.session.name === 'signed_in' ? state.session.agent.agentId : ''));
  const acting = useFact((state) => state.acting[header.conversationId]);
  const id = header.conversationId;
  if (header.status === 'archived') return null;
  if (!isOpen(header)) {
    return (
      <button
        type="button"
        className="button"
        disabled={acting === 'reopen'}
        aria-keyshortcuts="o"
        title="Reopen (o)"
        onClick={() => reopen(id)}
      >
        <Icon name="reopen" />
        <span>Reopen</span>
      </button>
    );
  }
  const isMine = header.assignee?.agentId === agentId;
  return (
    <>
      {isMine ? null : (
        <button
          type="button"
          className="button"
          disabled={acting === 'take'}
          aria-keyshortcuts="t"
          title="Take (t)"
          onClick={() => take(id)}
        >
          <Icon name="take" />
          <span>Take</span>
        </button>
      )}
      <button
        type="button"
        className="button"
        disabled={acting === 'solve'}
        aria-keyshortcuts="e"
        title="Solve (e)"
        onClick={() => solve(id)}
      >
        <Icon name="check" />
        <span>Solve</span>
      </button>
    </>
  );
}

function AssignMenu({ header }: { header: InboxConversation }): ReactNode {
  const { assign } = useActions();
  const colleagues = useFact((state) => state.workplace?.colleagues);
  const agent = useFact((state) => (state.session.name === 'signed_in' ? state.session.agent : null));
  const acting = useFact((state) => state.acting[header.conversationId]);
  if (!isOpen(header) || !agent) return null;

  const people = [agent, ...(colleagues ?? []).filter((one) => one.agentId !== agent.agentId)];
  const item = (agentId: string | null, label: string): MenuItem => ({
    key: agentId ?? 'nobody',
    label,
    checked: (header.assignee?.agentId ?? null) === agentId,
    onChoose: () => assign(header.conversationId, agentId),
  });
  const items = [
    ...people.map((one) => item(one.agentId, one === agent ? `${one.name} (you)` : one.name)),
    item(null, 'Nobody'),
  ];
  const name = header.assignee?.name;
  return (
    <Menu
      id="assign"
      label="Assign to …"
      className="button quiet-button"
      items={items}
      disabled={acting === 'assign'}
      button={
        <>
          {name ? (
            <span className="chip" aria-hidden="true">
              {initials(name)}
            </span>
          ) : (
            <Icon name="person" />
          )}
          <span className="hidden-words">{name ? 'Assigned to ' : ''}</span>
          <span className="assign-name">{name ?? 'Assign'}</span>
          <Icon name="chevron" />
        </>
      }
    />
  );
}
