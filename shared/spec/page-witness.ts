import type { Any } from './story.ts';

interface Kept {
  storage: Record<string, string>;
  isDenied: boolean;
  failed: number[];
  fractions: number[];
}

/** Storage as it was when the load began, and where it was full; chance as it was. */
export function replaceStorage({ storage, isDenied, failed, fractions }: Kept): void {
  if (location.protocol !== 'https:') return;
  for (const [key, value] of Object.entries(storage)) localStorage.setItem(key, value);
  const { setItem } = Storage.prototype;
  Storage.prototype.setItem = function (key, value) {
    const isFull = this !== sessionStorage && failed.includes((window as Any).hilo.count());
    if (isFull) throw new DOMException('full', 'QuotaExceededError');
    setItem.call(this, key, value);
  };
  if (isDenied)
    Object.defineProperty(window, 'localStorage', {
      get() {
        throw new DOMException('denied', 'SecurityError');
      },
    });
  const left = [...fractions];
  Math.random = () => left.shift() ?? 0.5;
}

/** Listens to what the widget tells developer tools, from the first event on. */
export function witness(): void {
  const { hilo } = window as Any;
  let handle: Any;
  let count = 0;
  let replies = 0;
  let untaken: Any[] = [];
  const hear = (event: Any) => {
    count += 1;
    if (event.kind === 'response' || event.kind === 'request_failed') replies += 1;
    untaken.push(event);
  };
  const push = (one: Any) => {
    handle = one;
    one.recorder.events().forEach(hear);
    one.recorder.subscribe(hear);
    return 1;
  };
  Object.assign(window, { [Symbol.for('hilo.devtools')]: Object.assign([], { push }) });
  Object.assign(hilo, {
    count: () => count,
    replies: () => replies,
    async takeTold(waitMs: number) {
      await hilo.turn();
      for (let left = waitMs; left > 0 && untaken.length === 0; left -= 5)
        await new Promise((done) => hilo.realTimeout(done, 5));
      const taken = untaken;
      untaken = [];
      return taken;
    },
    async look() {
      const { screen, verdicts } = await handle.blob({ includeText: true, serverLines: false });
      return { screen, verdicts };
    },
  });
}
