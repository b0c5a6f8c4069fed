import { limits } from '@hilo/shared/limits.ts';
import type { InboxConversation } from '@hilo/shared/protocol/inbox-shapes.ts';
import { type KeyboardEvent, type ReactNode, useLayoutEffect, useRef } from 'react';
import { draftOf, findToSend } from '../model/drafts.ts';
import type { Draft } from '../model/state.ts';
import { archivedWords, contactName } from '../model/words.ts';
import { useActions, useFact } from './inbox-context.ts';

const charsMax = { reply: limits.messageBodyCharsMax, note: limits.noteBodyCharsMax };
/** The counter shows from here to the limit. */
const counterFrom = 500;

/** Where a reply or a private note is written. The draft stays with its conversation. */
export function Composer({ header }: { header: InboxConversation }): ReactNode {
  const id = header.conversationId;
  const kept = useFact((state) => state.drafts[id]);
  const { write, send, stopTyping } = useActions();
  const archived = header.status === 'archived';
  const draft: Draft = kept ?? draftOf({ drafts: {} }, id);
  const tab = archived ? 'note' : draft.tab;
  const text = draft[tab];
  const field = useRef<HTMLTextAreaElement>(null);
  useFittingHeight(field, text);
  const left = charsMax[tab] - text.length;
  const canSend = findToSend({ ...draft, tab }) !== undefined && left >= 0;

  function submit(): void {
    if (!canSend) return;
    if (draft.tab !== tab) write(id, { tab });
    send(id);
  }

  function onKeyDown(event: KeyboardEvent): void {
    // While an input method composes, Enter chooses a word.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    submit();
  }

  return (
    <form
      className="composer"
      data-tab={tab}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <fieldset className="tabs">
        <legend className="hidden-words">What you write</legend>
        <Tab
          name="reply"
          label="Reply"
          current={tab}
          disabled={archived}
          onChoose={() => write(id, { tab: 'reply' })}
        />
        <Tab name="note" label="Note" current={tab} onChoose={() => write(id, { tab: 'note' })} />
        <span className="quiet composer-hint">{hintWords(header, tab)}</span>
      </fieldset>
      <textarea
        ref={field}
        id="composer-text"
        rows={2}
        dir="auto"
        value={text}
        aria-label={tab === 'reply' ? `Reply to ${contactName(header.contact)}` : 'Private note'}
        placeholder={tab === 'reply' ? 'Write a reply' : 'Write a note for your colleagues'}
        onChange={(event) => write(id, { [tab]: event.target.value, tab })}
        onKeyDown={onKeyDown}
        onBlur={() => stopTyping(id)}
      />
      <div className="composer-foot">
        <span className={left < 0 ? 'failure' : 'quiet'} role="status">
          {left < counterFrom ? counterWords(left) : null}
        </span>
        <button type="submit" className="button main" disabled={!canSend}>
          {tab === 'reply' ? 'Send' : 'Add note'}
        </button>
      </div>
    </form>
  );
}

interface TabProps {
  name: Draft['tab'];
  label: string;
  current: Draft['tab'];
  disabled?: boolean;
  onChoose(): void;
}

function Tab({ name, label, current, disabled, onChoose }: TabProps): ReactNode {
  return (
    <label className="tab">
      <input
        type="radio"
        name="tab"
        value={name}
        checked={name === current}
        disabled={disabled}
        onChange={onChoose}
      />
      <span>{label}</span>
    </label>
  );
}

function hintWords(header: InboxConversation, tab: Draft['tab']): string {
  if (tab === 'note')
    return header.status === 'archived' ? archivedHint(header) : 'Only your colleagues see it';
  if (header.status === 'solved') return 'Sending reopens this conversation';
  return '';
}

function archivedHint(header: InboxConversation): string {
  const why = header.archivedReason ? ` ${archivedWords[header.archivedReason]}` : '';
  return `Archived: only notes can be added.${why}`;
}

function counterWords(left: number): string {
  if (left >= 0) return `${left} characters left`;
  return `${-left} characters too many. Shorten the text, or send it in two.`;
}

/** Grows with its text, up to what the style sheet allows. */
function useFittingHeight(field: { readonly current: HTMLTextAreaElement | null }, text: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is what changes the height
  useLayoutEffect(() => {
    const box = field.current;
    if (!box) return;
    box.style.height = 'auto';
    box.style.height = `${box.scrollHeight}px`;
  }, [field, text]);
}
