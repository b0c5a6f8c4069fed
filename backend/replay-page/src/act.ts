import { findControl } from '@hilo/shared/reconstruct/replay/controls.ts';
import type { ReplayPage } from './page-state.ts';

/** Does what a person did, on the control a person would use. Returns why it cannot; null where it is done. */
export function act(action: { type: string }, page: ReplayPage): string | null {
  const control = findControl(action);
  if (!control) return `no control makes the action ${action.type}`;
  const root = document.getElementById('hilo')?.shadowRoot;
  if (!root) return 'the widget is not on the page';
  const found = control.selectors
    .map((one) => root.querySelector<HTMLElement>(one))
    .find((one) => one !== null);
  if (!found) return `the control for ${action.type} is not on the screen`;
  if (control.how === 'click') found.click();
  else if (control.how === 'scroll') page.scroll(found, (action as { visible?: boolean }).visible === true);
  else {
    (found as HTMLInputElement).value = String((action as { text?: unknown }).text ?? '');
    found.dispatchEvent(new Event('input', { bubbles: true }));
  }
  return null;
}
