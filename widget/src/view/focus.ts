import type { State } from '../core/state.ts';

/** Where the window fills the screen; the style sheet asks the same. */
export const phoneQuery = '(max-width: 480px), (max-height: 480px)';

/** Moves the focus into the window, on, and back out, when what had it is gone; never takes it from the page. */
export function createFocus(root: ShadowRoot, phone: MediaQueryList) {
  let held: Element | null = null;
  let place = '';
  let wrong = 0;
  let open = false;

  const find = (selector: string): HTMLElement | null => root.querySelector<HTMLElement>(selector);

  /** Where a person goes on. On a phone not a field, whose keyboard would hide half the screen. */
  function target(): HTMLElement | null {
    return (
      find('.sheet') ??
      find('.prechat [aria-invalid]') ??
      ((!phone.matches && find('.prechat input, .composer textarea')) || find('.panel'))
    );
  }

  function before(): void {
    held = root.activeElement;
  }

  function after(state: State): void {
    const was = { open, place, wrong };
    open = state.open;
    // Forms may come a moment after their screen.
    place = `${state.screen.name} ${find('.sheet, .prechat')?.className}`;
    wrong = root.querySelectorAll('.prechat [aria-invalid]').length;
    // What became inert loses the focus only when the browser gets to it.
    const lost = held !== root.activeElement || held?.closest('[inert]');
    const moved = place !== was.place && held?.matches('.panel');
    if (open && (!was.open || (held && (lost || moved || wrong > was.wrong)))) {
      target()?.focus({ preventScroll: true });
    } else if (was.open && !open && held) find('.launcher')?.focus();
  }

  /** Full screen, or with a question on top, Tab goes round inside: there is nothing to see outside. */
  function keepTab(event: KeyboardEvent): void {
    const box = find('.sheet') ?? (phone.matches && find('.panel'));
    if (!box) return;
    const places = box.querySelectorAll<HTMLElement>('button, textarea, input, a, [tabindex="0"]');
    const ends = [places[0], places[places.length - 1]];
    const [to, from] = event.shiftKey ? ends.reverse() : ends;
    const active = root.activeElement;
    if (active !== from && (active !== box || !event.shiftKey)) return;
    event.preventDefault();
    to?.focus();
  }

  return { before, after, keepTab };
}
