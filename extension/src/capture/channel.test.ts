import { afterEach, describe, expect, it, vi } from 'vitest';
import { offerEvent, type PageCommand } from '../channel/page-port.ts';
import { createRing, type Told } from './ring.ts';

const page = new EventTarget();
vi.stubGlobal('document', page);
// It takes hold of what the browser has when it is loaded.
const { createChannel } = await import('./channel.ts');

const name = 'hilo-heard-here';
const ports: MessagePort[] = [];
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

interface Said {
  type: string;
  after: number;
  records: { n: number }[];
}

/** A channel whose page tells as it is asked to, and whoever is at its other end. */
function start() {
  const ring = createRing();
  const said: Said[] = [];
  const hear = (event: Event) => said.push(JSON.parse((event as MessageEvent<string>).data));
  page.addEventListener(name, hear);
  const channel = createChannel({
    journal: ring,
    redactor: { hide: (text) => text, reveal: (text) => text },
    describe: () => ({
      documentId: '0123456789abcdef',
      frameId: 0,
      url: '',
      startedAtMs: 0,
      widgets: [],
      life: 'alive',
    }),
    obey: async () => ({ ok: true, value: null }),
    before: () => {},
    stopped: () => page.removeEventListener(name, hear),
    quietly: (work) => work(),
  });
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  page.dispatchEvent(new MessageEvent(offerEvent, { data: name, ports: [port2], cancelable: true }));
  channel.announce();
  const numbers = () =>
    said.flatMap(({ type, after, records }) =>
      type === 'document' ? [] : [`${type} after ${after}: ${records.map(({ n }) => n).join(' ')}`],
    );
  return {
    tell(...witnesses: Told['witness'][]) {
      for (const witness of witnesses) {
        ring.keep({ witness, write: () => ({ event: '{}', fields: '{}' }), chars: 0 });
        channel.changed(witness);
      }
    },
    ask: (command: PageCommand) => port1.postMessage(command),
    async heard(...expected: string[]) {
      await expect.poll(numbers).toEqual(expected);
      said.length = 0;
    },
    hurry: channel.hurry,
    stop: () => port1.postMessage({ type: 'stop' } satisfies PageCommand),
    saysNothing: () => expect(numbers()).toEqual([]),
  };
}

/** Longer than records gather. */
const aWhile = () => new Promise((resolve) => setTimeout(resolve, 400));

describe('the channel of a page', () => {
  it('tells everything, in batches, until it is said that nobody looks', async () => {
    const { tell, heard, stop } = start();
    tell('widget', 'wire', 'widget');
    await heard('records after 0: 1 2 3');
    tell('wire');
    await heard('records after 3: 4');
    stop();
  });

  it('keeps the wire’s account on the page while nobody looks, and tells it to who comes', async () => {
    const { tell, ask, heard, saysNothing, stop } = start();
    tell('wire');
    await heard('records after 0: 1');
    ask({ type: 'attend', isAttended: false });
    await aWhile();
    tell('wire', 'wire');
    await aWhile();
    saysNothing();
    tell('widget', 'wire');
    await heard('widget_records after 1: 4');
    tell('widget');
    await heard('widget_records after 4: 6');
    ask({ type: 'attend', isAttended: true });
    await heard('records after 1: 2 3 4 5 6');
    tell('wire');
    await heard('records after 6: 7');
    stop();
  });

  it('tells a panel that asks for all of it no batch twice', async () => {
    const { tell, ask, heard, stop } = start();
    ask({ type: 'attend', isAttended: false });
    await aWhile();
    tell('widget', 'wire');
    await heard('widget_records after 0: 1');
    ask({ type: 'attend', isAttended: true });
    ask({ type: 'replay', documentId: '0123456789abcdef', after: 0 });
    await heard('records after 0: 1 2');
    await aWhile();
    tell('wire');
    await heard('records after 2: 3');
    stop();
  });

  it('tells what is judged, and no more, when a page that nobody looks at is left', async () => {
    const { tell, ask, heard, hurry, stop } = start();
    ask({ type: 'attend', isAttended: false });
    await aWhile();
    tell('wire', 'widget', 'wire');
    hurry();
    await heard('widget_records after 0: 2');
    stop();
  });
});
