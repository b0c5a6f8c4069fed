/**
 * What a page can find out about what capture touches, as data: run with and without the extension, the two must be the
 * same. Runs in the page; `base` ends with a slash.
 */
export async function probePage(base: string): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  const failure = (work: () => unknown) => {
    try {
      work();
      return 'none';
    } catch (error) {
      return `${(error as Error).name}: ${(error as Error).message}`;
    }
  };
  const rejection = (promise: Promise<unknown>) =>
    promise.then(
      () => 'none',
      (error: Error) => `${error.name}: ${error.message}`,
    );

  const functions: Record<string, [owner: object, name: string]> = {
    WebSocket: [window, 'WebSocket'],
    send: [WebSocket.prototype, 'send'],
    close: [WebSocket.prototype, 'close'],
    fetch: [window, 'fetch'],
    open: [XMLHttpRequest.prototype, 'open'],
    setRequestHeader: [XMLHttpRequest.prototype, 'setRequestHeader'],
    xhrSend: [XMLHttpRequest.prototype, 'send'],
    sendBeacon: [Navigator.prototype, 'sendBeacon'],
    setItem: [Storage.prototype, 'setItem'],
    removeItem: [Storage.prototype, 'removeItem'],
    clear: [Storage.prototype, 'clear'],
  };
  for (const [label, [owner, name]] of Object.entries(functions)) {
    const property = Object.getOwnPropertyDescriptor(owner, name) as PropertyDescriptor;
    const { value, ...flags } = property;
    const isNative = /\[native code\]/.test(Function.prototype.toString.call(value));
    found[label] = { ...flags, isNative, name: value.name, length: value.length, type: typeof value };
  }

  const { WebSocket: Socket } = window;
  found['constants'] = [Socket.CONNECTING, Socket.OPEN, Socket.CLOSING, Socket.CLOSED];
  found['without new'] = failure(() => (Socket as unknown as () => void)());
  found['bad address'] = failure(() => new Socket('http://[bad'));
  found['bad protocol'] = failure(() => new Socket('ws://127.0.0.1/', 'a b'));
  found['no argument'] = failure(() => new (Socket as unknown as new () => unknown)());
  found['send of something else'] = failure(() => Socket.prototype.send.call({} as WebSocket, 'x'));
  found['set without argument'] = failure(() => (localStorage.setItem as unknown as () => void)());
  found['over quota'] = failure(() => localStorage.setItem('chatCache-wgt_site', 'x'.repeat(6_000_000)));
  found['instance keys'] = Object.keys(localStorage).sort();

  class Own extends Socket {
    override send(data: string): void {
      super.send(`own ${data}`);
    }
  }
  for (const place of ['ws/wgt_site', 'elsewhere']) {
    const address = base.replace('http', 'ws') + place;
    for (const Kind of [Socket, Own]) {
      found[`${Kind.name} ${place}`] = await converse(new Kind(address), Kind);
    }
  }

  for (const place of ['v1/widgets/wgt_site/', 'other/']) {
    const address = base + place;
    const answer = await fetch(`${address}thing`, { method: 'POST', body: '{"a":1}' });
    const missing = await fetch(new URL(`${address}missing`));
    const viaRequest = await fetch(new Request(`${address}thing`));
    const promise = fetch(`${address}thing`);
    const aborted = new AbortController();
    aborted.abort();
    found[`fetch ${place}`] = {
      kind: promise.constructor === Promise,
      body: await answer.text(),
      used: answer.bodyUsed,
      missing: [missing.status, missing.ok, await missing.json()],
      request: await viaRequest.json(),
      huge: (await (await fetch(`${address}huge`)).text()).length,
      cut: await rejection(fetch(`${address}cut`)),
      aborted: await rejection(fetch(`${address}thing`, { signal: aborted.signal })),
      bad: await rejection(fetch('http://[bad')),
      none: await rejection((fetch as unknown as () => Promise<unknown>)()),
      self: await rejection(fetch.call({} as Window, `${address}thing`)),
      xhr: await request(`${address}thing`),
      beacon: navigator.sendBeacon(`${address}thing`, 'x'),
    };
    await promise;
  }
  return found;

  /** All that happens to a socket, in its order. */
  function converse(socket: WebSocket, Kind: typeof WebSocket): Promise<unknown[]> {
    const log: unknown[] = [
      socket instanceof Kind,
      socket instanceof WebSocket,
      socket.constructor === Kind,
      Object.getPrototypeOf(socket) === Kind.prototype,
      Object.keys(socket),
      failure(() => socket.send('too early')),
      failure(() => socket.close(1)),
    ];
    let heard = 0;
    socket.binaryType = 'arraybuffer';
    return new Promise((resolve) => {
      socket.addEventListener('open', () => log.push('open heard'));
      socket.onopen = () => {
        log.push('open', socket.readyState);
        socket.send('{"type":"ping","n":1}');
        socket.send(new Uint8Array([1, 2, 3]));
      };
      socket.onmessage = ({ data, isTrusted }) => {
        log.push(typeof data === 'string' ? data : [...new Uint8Array(data)], isTrusted);
        heard += 1;
        if (heard === 2) Socket.prototype.send.call(socket, 'close:4001');
      };
      socket.onerror = () => log.push('error');
      socket.onclose = ({ code, reason, wasClean, isTrusted }) => {
        log.push(
          code,
          reason,
          wasClean,
          isTrusted,
          failure(() => socket.send('too late')),
        );
        resolve(log);
      };
    });
  }

  function request(address: string): Promise<unknown> {
    return new Promise((resolve) => {
      const xhr = new XMLHttpRequest();
      const order: unknown[] = [];
      xhr.onreadystatechange = () => order.push(xhr.readyState);
      xhr.onloadend = () => resolve([order, xhr.status, xhr.responseText]);
      xhr.open('POST', address);
      xhr.setRequestHeader('content-type', 'application/json');
      xhr.send('{}');
    });
  }
}
