import { dispatch, later } from './natives.ts';

/** About what lies between the two clicks of a person's double click. */
const betweenClicksMs = 100;
/** So long the answers to both are held back: the second click comes before the first answer on a fast network as well. */
export const answersHeldMs = 500;

/** What starts a chat: “Send us a message”, and “New chat” under Messages. */
const starts = ['button.start', '.float button.primary'];

/**
 * Clicks what starts a chat twice, as a person does: in two tasks, each time on what is there by then. Where the first
 * click took it away, the second goes to what was clicked before, as one does that was under way already. Throws where
 * there is no such button.
 */
export function doubleClickStart(): void {
  const first = findStart();
  if (!first) throw new Error('the start button is not on screen; open the chat on its home screen first.');
  click(first, 1);
  later(() => click(findStart() ?? first, 2), betweenClicksMs);
}

function findStart(): HTMLButtonElement | undefined {
  for (const host of document.querySelectorAll('#hilo')) {
    for (const start of starts) {
      const button = host.shadowRoot?.querySelector<HTMLButtonElement>(start);
      if (button) return button;
    }
  }
  return undefined;
}

/** `nth`: as the browser numbers the clicks of one double click (UI Events, `detail`). */
function click(button: HTMLButtonElement, nth: number): void {
  if (button.disabled) return;
  const init = { bubbles: true, cancelable: true, composed: true, button: 0, detail: nth };
  const pointer = { ...init, pointerType: 'mouse', isPrimary: true };
  dispatch(button, new PointerEvent('pointerdown', { ...pointer, buttons: 1 }));
  dispatch(button, new MouseEvent('mousedown', { ...init, buttons: 1 }));
  dispatch(button, new PointerEvent('pointerup', pointer));
  dispatch(button, new MouseEvent('mouseup', init));
  dispatch(button, new PointerEvent('click', pointer));
}
