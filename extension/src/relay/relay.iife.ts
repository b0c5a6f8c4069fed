import { callEvent, offerEvent, type PageMessage, wakeMessage } from '../channel/page-port.ts';
import { createRelay, type RelayOptions } from './relay.ts';

type Runtime = RelayOptions['runtime'] & {
  onMessage: { addListener(heard: (message: unknown) => void): void };
};
const { browser, chrome } = globalThis as unknown as Record<string, { runtime: Runtime } | undefined>;
const runtime = (browser ?? chrome)?.runtime;

if (runtime) {
  const { port1: own, port2: given } = new MessageChannel();
  const relay = createRelay({
    runtime,
    toPage: (command) => own.postMessage(command),
    nowMs: () => performance.now(),
    later: (work, afterMs) => void setTimeout(work, afterMs),
  });
  /** A page that is only being prepared has no tab yet. */
  const say = (text: string) => {
    if (!(document as { prerendering?: boolean }).prerendering) return relay.say(text);
    document.addEventListener('prerenderingchange', () => relay.say(text), { once: true });
  };
  let isTaken = false;
  const eventName = `hilo-${crypto.getRandomValues(new Uint32Array(4)).join('-')}`;
  document.addEventListener(eventName, (event) => say(`${(event as MessageEvent<PageMessage>).data}`));
  const offer = () => {
    if (!isTaken)
      isTaken = !document.dispatchEvent(
        new MessageEvent(offerEvent, { data: eventName, ports: [given], cancelable: true }),
      );
  };
  offer();
  if (!isTaken) document.addEventListener(callEvent, offer, { once: true });
  runtime.onMessage.addListener((message) => {
    if (message === wakeMessage) relay.wake();
  });
  addEventListener('pagehide', ({ persisted }) => {
    if (persisted) relay.sleep();
  });
  addEventListener('pageshow', relay.rise);
}
