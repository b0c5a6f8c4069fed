import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

/** A button that tells what it hears. */
class Button extends EventTarget {
  disabled = false;
  readonly heard: string[] = [];
  constructor() {
    super();
    for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'])
      this.addEventListener(type, (event) =>
        this.heard.push(`${type} ${(event as Event & { nth: number }).nth}`),
      );
  }
  clicks(): string[] {
    return this.heard.filter((what) => what.startsWith('click'));
  }
}

class PointerLike extends Event {
  readonly nth: number;
  constructor(type: string, { detail, ...init }: EventInit & { detail: number }) {
    super(type, init);
    this.nth = detail;
  }
}

const screen: { selector: string; button: Button | null } = { selector: 'button.start', button: null };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.resetModules();
  vi.stubGlobal('PointerEvent', PointerLike);
  vi.stubGlobal('MouseEvent', PointerLike);
  const querySelector = (selector: string) => (selector === screen.selector ? screen.button : null);
  vi.stubGlobal('document', {
    querySelectorAll: () => [{ shadowRoot: null }, { shadowRoot: { querySelector } }],
  });
  Object.assign(screen, { selector: 'button.start', button: new Button() });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.resetModules();
});

/** Its timers are those that stood when the module was loaded. */
async function doubleClick(): Promise<void> {
  const { doubleClickStart } = await import('./double-click.ts');
  doubleClickStart();
}

describe('a double click made by a fault', () => {
  it('[R6.4] is two whole clicks in two tasks, as a pointer makes them', async () => {
    const { heard } = screen.button as Button;
    await doubleClick();
    expect(heard).toEqual(['pointerdown 1', 'mousedown 1', 'pointerup 1', 'mouseup 1', 'click 1']);
    vi.runAllTimers();
    expect(heard.slice(5)).toEqual(['pointerdown 2', 'mousedown 2', 'pointerup 2', 'mouseup 2', 'click 2']);
  });

  it('comes before the answer, which is held back longer than a person takes between two clicks', async () => {
    const first = screen.button as Button;
    await doubleClick();
    const { answersHeldMs } = await import('./double-click.ts');
    vi.advanceTimersByTime(answersHeldMs - 1);
    expect(first.clicks()).toEqual(['click 1', 'click 2']);
  });

  it('goes the second time to what the page has drawn in its place by then', async () => {
    const first = screen.button as Button;
    await doubleClick();
    screen.button = new Button();
    vi.runAllTimers();
    expect(first.clicks()).toEqual(['click 1']);
    expect(screen.button.clicks()).toEqual(['click 2']);
  });

  it('goes to the same one where the first click took it off the screen: it was under way already', async () => {
    const first = screen.button as Button;
    await doubleClick();
    screen.button = null;
    vi.runAllTimers();
    expect(first.clicks()).toEqual(['click 1', 'click 2']);
  });

  it('asks for nothing the second time where the first one disabled the button', async () => {
    const first = screen.button as Button;
    await doubleClick();
    first.disabled = true;
    vi.runAllTimers();
    expect(first.clicks()).toEqual(['click 1']);
  });

  it('finds “New chat” as well, and says so where nothing starts a chat', async () => {
    Object.assign(screen, { selector: '.float button.primary' });
    await doubleClick();
    expect(screen.button?.clicks()).toEqual(['click 1']);
    screen.button = null;
    await expect(doubleClick()).rejects.toThrow('open the chat');
  });
});
