import { findControl } from '@hilo/shared/reconstruct/replay/controls.ts';
import type { Gone } from './gone.ts';
import type { ReplayPage } from './page-state.ts';

/** Does what a person did, on the control a person would use. Returns why it cannot; null where it is done. */
export function act(action: { type: string }, page: ReplayPage, gone: Gone): string | null {
  const control = findControl(action);
  if (!control) return `no control makes the action ${action.type}`;
  const root = document.getElementById('hilo')?.shadowRoot;
  if (!root) return 'the widget is not on the page';
  const { how, selectors } = control;
  const found = firstOf(selectors, (one) => root.querySelector<HTMLElement>(one));
  if (found) gone.forget();
  const used = found ?? firstOf(selectors, gone.find);
  if (!used) return `the control for ${action.type} is not on the screen`;
  if (how === 'scroll') page.scroll(used, (action as { visible?: boolean }).visible === true);
  else if (how === 'type') {
    (used as HTMLInputElement).value = String((action as { text?: unknown }).text ?? '');
    used.dispatchEvent(new Event('input', { bubbles: true }));
  } else if (found) used.click();
  else press(used);
  return null;
}

function firstOf<T>(
  selectors: readonly string[],
  find: (selector: string) => T | null | undefined,
): T | null {
  return selectors.map(find).find((one) => one !== null && one !== undefined) ?? null;
}

/** A form that has left the page is not submitted by its button any more. */
function press(button: HTMLElement): void {
  const { form } = button as HTMLButtonElement;
  if (form) form.dispatchEvent(new Event('submit', { cancelable: true }));
  else button.click();
}
