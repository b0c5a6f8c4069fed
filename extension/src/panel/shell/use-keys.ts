import { useContext, useEffect } from 'react';
import { findEvent } from '../model/find-event.ts';
import { momentBeside } from '../model/stepping.ts';
import type { PanelActions } from '../store/actions.ts';
import { PanelContext } from '../store/panel-context.ts';
import { findCurrentLoad } from '../store/panel-state.ts';
import type { Panel } from '../store/panel-store.ts';
import { initialFilter } from '../store/ui-state.ts';
import { type KeyCommand, readKey } from './keys.ts';
import { shownEvents } from './shown-events.ts';

/** Listens for the keys of the whole panel. */
export function useKeys(): void {
  const panel = useContext(PanelContext);
  useEffect(() => {
    if (!panel) return;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]')) return;
      const command = readKey(pressOf(event));
      if (!command) return;
      event.preventDefault();
      run(command, panel);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [panel]);
}

function pressOf(event: KeyboardEvent): Parameters<typeof readKey>[0] {
  const target = event.target instanceof Element ? event.target : document.body;
  return {
    key: event.key,
    modified: event.ctrlKey || event.altKey || event.metaKey,
    inText: target.matches(
      'textarea, select, [contenteditable], input:not([type="checkbox"], [type="radio"], [type="range"])',
    ),
    inControl: target.closest('button, a, input, summary, [role="slider"], [role="tree"], svg') !== null,
  };
}

function run(command: KeyCommand, panel: Panel): void {
  const { store, actions } = panel;
  const { ui } = store.getState();
  if (command.name === 'help') actions.setHelp(true);
  else if (command.name === 'view') actions.show(command.view);
  else if (command.name === 'filter') goToFilter(actions);
  else if (command.name === 'clear_filter')
    actions.setFilter({ ...initialFilter, withDetail: ui.filter.withDetail });
  else if (command.name === 'now') actions.selectEvent(null);
  else if (command.name === 'toggle') actions.setLayout({ [command.what]: !ui.layout[command.what] });
  else if (command.name === 'load') stepLoad(panel, command.by);
  else if (command.name === 'moment') stepMoment(panel, command.by);
  else stepEvent(panel, command.name === 'step' ? command.by : command.to);
}

function goToFilter(actions: PanelActions): void {
  actions.show('timeline');
  // Drawn in the next frame, where another view was shown.
  requestAnimationFrame(() => document.getElementById('filter-text')?.focus());
}

function stepLoad({ store, actions }: Panel, by: 1 | -1): void {
  const { loads } = store.getState().session;
  const current = findCurrentLoad(store.getState());
  const next = current && loads[loads.indexOf(current) + by];
  if (next) actions.selectLoad(next.traceId);
}

function stepMoment({ store, actions }: Panel, by: 1 | -1): void {
  const load = findCurrentLoad(store.getState());
  if (load) actions.setMoment(momentBeside(load.events, store.getState().ui.moment, by));
}

function stepEvent({ store, actions }: Panel, step: number | 'first' | 'last'): void {
  const { ui, session } = store.getState();
  const selected =
    ui.selectedEventId === null ? undefined : findEvent(session.loads, ui.selectedEventId)?.event;
  const next = shownEvents.beside(selected, step);
  if (next) actions.selectEvent(next);
}
