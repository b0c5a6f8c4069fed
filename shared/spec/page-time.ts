import type { Any } from './story.ts';

// From here on, what runs in the page, before anything else does.

interface Clocked {
  startMs: number;
  isStrict: boolean;
  times: (number | null)[];
}

/**
 * The page's time stands still, but when it is told to go on. Timers with a name are the widget's own. `times`: when the
 * widget told each event by itself; whoever asks for the time while it does so again is told that.
 */
export function replaceClock({ startMs, isStrict, times }: Clocked): void {
  const RealDate = Date;
  const realTimeout = setTimeout.bind(window);
  let nowMs = 0;
  let wallMs = startMs;
  let lastId = 0;
  const timers = new Map<number, { dueMs: number; everyMs: number; name: Any; run: () => void }>();
  const set = (run: (...args: Any[]) => void, ms: number, everyMs: number, args: Any[]) => {
    timers.set(++lastId, { dueMs: now() + ms, everyMs, name: args[0], run: () => run(...args) });
    return lastId;
  };
  const clear = (id: number) => void timers.delete(id);
  const ring = (id: number) => {
    const timer = timers.get(id)!;
    if (timer.everyMs) timer.dueMs = nowMs + timer.everyMs;
    else timers.delete(id);
    timer.run();
  };
  const now = () => Math.max(nowMs, times[(window as Any).hilo.count?.() ?? 0] ?? 0);
  const wall = () => wallMs + now() - nowMs;
  const tickTo = (ms: number) => {
    wallMs += Math.max(0, ms - nowMs);
    nowMs = Math.max(nowMs, ms);
  };
  const turn = () =>
    new Promise<void>((done) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        done();
      };
      port2.postMessage(null);
    });
  class PageDate extends RealDate {
    constructor(...args: Any[]) {
      super(...((args.length > 0 ? args : [wall()]) as [number]));
    }
    static override now(): number {
      return wall();
    }
  }
  Object.assign(window, {
    Date: PageDate,
    setTimeout: (run: () => void, ms = 0, ...args: Any[]) => set(run, ms, 0, args),
    setInterval: (run: () => void, ms = 0, ...args: Any[]) => set(run, ms, Math.max(1, ms), args),
    clearTimeout: clear,
    clearInterval: clear,
  });
  Object.defineProperty(performance, 'now', { value: now });
  AbortSignal.timeout = (ms) => {
    const control = new AbortController();
    set(() => control.abort(new DOMException('It took too long.', 'TimeoutError')), ms, 0, []);
    return control.signal;
  };
  const hilo = {
    turn,
    realTimeout,
    async goTo(ms: number): Promise<void> {
      await turn();
      for (;;) {
        const [due] = [...timers]
          .filter(([, one]) => one.dueMs <= ms && !(isStrict && typeof one.name === 'string'))
          .sort(([, one], [, other]) => one.dueMs - other.dueMs);
        if (!due) break;
        tickTo(due[1].dueMs);
        ring(due[0]);
        // What waits for it goes on before the next one.
        await turn();
      }
      tickTo(ms);
    },
    ringNamed(name: string): boolean {
      const [found] = [...timers].find(([, one]) => one.name === name) ?? [];
      if (found !== undefined) ring(found);
      return found !== undefined;
    },
    /** The machine slept: the clock on the wall went on meanwhile. */
    sleptUntil(ms: number) {
      wallMs = Math.max(wallMs, ms);
      for (const [id, one] of [...timers]) if (one.everyMs) ring(id);
    },
  };
  Object.assign(window, { hilo });
}

/** Sockets that open, speak and close when they are told to. */
export function replaceSockets(): void {
  const { hilo } = window as Any;
  const sockets: PageSocket[] = [];
  let isAlive = false;
  class PageSocket extends EventTarget {
    static readonly CONNECTING = 0;
    static readonly OPEN = 1;
    static readonly CLOSING = 2;
    static readonly CLOSED = 3;
    readyState = 0;
    binaryType = 'blob';
    bufferedAmount = 0;
    isOver = false;
    constructor(readonly url: string) {
      super();
      sockets.push(this);
    }
    send(text: string): void {
      const { type, n } = JSON.parse(text);
      if (isAlive && type === 'ping')
        void hilo.turn().then(() => this.happen('message', 1, { data: JSON.stringify({ type: 'pong', n }) }));
    }
    close(): void {
      if (this.readyState < 2) this.readyState = 2;
    }
    happen(type: string, readyState: number, detail: object): void {
      this.readyState = readyState;
      const event = Object.assign(new Event(type), detail);
      (this as Any)[`on${type}`]?.(event);
      this.dispatchEvent(event);
    }
  }
  Object.assign(window, { WebSocket: PageSocket });
  Object.assign(hilo, {
    /** After the end of the recording nobody else does. */
    answerPings() {
      isAlive = true;
    },
    onSocket({ do: what, socket, data, code, reason, wasClean }: Any): boolean {
      const one = sockets[socket];
      if (!one || one.isOver) return false;
      if (what === 'open') one.happen('open', 1, {});
      else if (what === 'hear') one.happen('message', 1, { data: JSON.stringify(data) });
      else if (what === 'break') one.happen('error', 3, {});
      else if (what === 'close') {
        one.isOver = true;
        one.happen('close', 3, { code, reason, wasClean });
      }
      return true;
    },
  });
}

/** A lock may have been waited for, because of another tab: it is given when it was given then. */
export function replaceLocks(isStrict: boolean): void {
  if (!isStrict || !navigator.locks) return;
  const { hilo } = window as Any;
  const waiting: (() => void)[] = [];
  const request = (_name: string, { signal }: { signal: AbortSignal }, held: () => unknown) =>
    new Promise((resolve, reject) => {
      const give = () => void Promise.resolve(held()).then(resolve, reject);
      waiting.push(give);
      signal.addEventListener('abort', () => {
        waiting.splice(waiting.indexOf(give) >>> 0, 1);
        reject(signal.reason);
      });
    });
  Object.defineProperty(navigator, 'locks', { value: { request } });
  Object.assign(hilo, {
    giveLock(): boolean {
      const give = waiting.shift();
      give?.();
      return give !== undefined;
    },
  });
}
