import { useEffect } from 'react';
import { flushSync } from 'react-dom';
import type { Actions } from '../edges/actions.ts';
import type { InboxStore } from '../edges/store.ts';
import { type Command, type ConversationCommand, prefixMs, readKey } from '../model/keys.ts';
import { useInbox } from './inbox-context.ts';

/** Listens for the keys of the whole inbox, and does what they ask for. */
export function useKeys(onHelp: () => void): void {
  const { store, actions } = useInbox();
  useEffect(() => {
    let prefixUntil = 0;
    const onKeyDown = (event: KeyboardEvent): void => {
      // Dialogs and menus answer their own keys.
      if (
        event.defaultPrevented ||
        event.isComposing ||
        document.querySelector('dialog[open], [role="menu"]')
      )
        return;
      const { command, prefix } = readKey(pressOf(event), Date.now() < prefixUntil);
      prefixUntil = prefix ? Date.now() + prefixMs : 0;
      if (!command) return;
      event.preventDefault();
      if (command.name === 'help') onHelp();
      else run(command, store, actions);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [store, actions, onHelp]);
}

function pressOf(event: KeyboardEvent): Parameters<typeof readKey>[0] {
  const target = event.target instanceof Element ? event.target : document.body;
  return {
    key: event.key,
    modified: event.ctrlKey || event.altKey || event.metaKey,
    inText: target.matches('textarea, input:not([type="radio"])'),
    inControl: target.closest('button, a, select, input, #thread') !== null,
  };
}

function run(command: Command, store: InboxStore, actions: Actions): void {
  if (command.name === 'step') {
    focusId('conversation-list');
    actions.step(command.by);
  } else if (command.name === 'go') {
    flushSync(() => actions.go(command.filter));
    focusWhenThere('conversation-list');
  } else if (command.name === 'search') focusId('search');
  else if (command.name === 'back') back(store, actions);
  else if (command.name === 'details') actions.togglePanel();
  else if (command.name === 'conversation') onConversation(command.does, store, actions);
}

/** The highlighted conversation while the list has the focus, else the open one. */
function onConversation(does: ConversationCommand, store: InboxStore, actions: Actions): void {
  const { place, highlightedId } = store.getState();
  const inList = document.activeElement?.id === 'conversation-list';
  const id = inList ? (highlightedId ?? place.conversationId) : (place.conversationId ?? highlightedId);
  if (id === null) return;
  if (does === 'take' || does === 'solve' || does === 'reopen') {
    actions[does](id);
    return;
  }
  // Drawn at once: what is typed next already belongs into the text, and is no command.
  flushSync(() => {
    actions.open(id);
    if (does === 'reply' || does === 'note') actions.write(id, { tab: does });
  });
  if (does === 'open') focusWhenThere('thread');
  else if (does === 'assign') document.getElementById('assign')?.click();
  else focusWhenThere('composer-text');
}

/** Esc leads out, one step at a time: text → thread → list; a drawer first. */
function back(store: InboxStore, actions: Actions): void {
  const { place, panelOpen, search } = store.getState();
  const at = document.activeElement;
  if (at?.id === 'composer-text') focusId('thread');
  else if (at?.id === 'search' && search.name !== 'none') {
    flushSync(() => actions.go(place.filter));
    focusWhenThere('search');
  } else if (panelOpen && isShown('.panel-shade')) actions.togglePanel(false);
  else if (place.conversationId && !isShown('.list-pane')) {
    flushSync(() => actions.open(null));
    focusWhenThere('conversation-list');
  } else focusId('conversation-list');
}

function isShown(selector: string): boolean {
  return (document.querySelector<HTMLElement>(selector)?.offsetParent ?? null) !== null;
}

function focusId(id: string): void {
  document.getElementById(id)?.focus({ preventScroll: true });
}

/** Long enough for a thread to load; later, the person has moved on. */
const thereMs = 3_000;

/** Focuses what is on screen, or will be in a moment, unless the person puts the focus elsewhere first. */
function focusWhenThere(id: string): void {
  const until = performance.now() + thereMs;
  const focused = document.activeElement;
  const look = (): void => {
    if (document.getElementById(id)) focusId(id);
    else if (performance.now() < until && document.activeElement === focused) requestAnimationFrame(look);
  };
  look();
}
