import { describe, expect, it } from 'vitest';
import type { ToDocument } from '../../channel/messages.ts';
import type { Link } from '../store/panel-state.ts';
import { documentId, documentInfo, recordsFrom } from '../testing/live-chat.ts';
import { createLiveSource, type PanelPort } from './live-source.ts';

/** The browser's end of ports, in the test's hand. */
function aBrowser() {
  const sent: ToDocument[] = [];
  const timers: { run: () => void; ms: number }[] = [];
  const ports: { say(message: unknown): void; cut(): void }[] = [];
  let isGone = false;
  const connect = (): PanelPort => {
    if (isGone) throw new Error('Extension context invalidated.');
    const hearing: ((message: unknown) => void)[] = [];
    const cutting: (() => void)[] = [];
    let isOpen = true;
    ports.push({
      say: (message) => {
        for (const hear of hearing) hear(message);
      },
      cut: () => {
        isOpen = false;
        for (const cut of cutting) cut();
      },
    });
    return {
      postMessage(message) {
        if (!isOpen) throw new Error('Attempting to use a disconnected port object');
        sent.push(message);
      },
      onMessage: { addListener: (listener) => void hearing.push(listener) },
      onDisconnect: { addListener: (listener) => void cutting.push(listener) },
      disconnect: () => undefined,
    };
  };
  const source = createLiveSource({ connect, setTimeout: (run, ms) => timers.push({ run, ms }) });
  const remove = () => {
    isGone = true;
  };
  return { source, sent, timers, ports, remove };
}

function listening(heardUpTo = 0) {
  const browser = aBrowser();
  const links: Link['name'][] = [];
  const messages: unknown[] = [];
  const stop = browser.source.subscribe(
    {
      message: (message) => messages.push(message),
      link: ({ name }) => links.push(name),
      grants: () => undefined,
      recorded: () => undefined,
      others: () => undefined,
    },
    () => heardUpTo,
  );
  return { ...browser, links, messages, stop };
}

const hello = { type: 'hello', bootId: 'b', documents: [documentInfo()], others: [] };

describe('the live tab', () => {
  it('asks each document for what comes after the last record that was taken', () => {
    const { ports, sent, links } = listening(41);
    ports[0]?.say(hello);
    expect(sent).toEqual([{ type: 'replay', documentId, after: 41 }]);
    expect(links).toEqual(['connecting', 'live']);
  });

  it('tells of other tabs with the same widget, as they are with each connection and from then on', () => {
    const { source, ports } = aBrowser();
    const told: unknown[] = [];
    const nothing = () => undefined;
    const others = (tabs: unknown) => told.push(tabs);
    const rest = { message: nothing, link: nothing, grants: nothing, recorded: nothing };
    source.subscribe({ ...rest, others }, () => 0);
    const there = [{ tabId: 8, url: 'https://shop.test/' }];
    ports[0]?.say(hello);
    ports[0]?.say({ type: 'others', others: there });
    expect(told).toEqual([[], there]);
  });

  it('connects again, slower each time, and asks again', () => {
    const { ports, timers, sent, links } = listening();
    ports[0]?.say(hello);
    ports[0]?.cut();
    timers.pop()?.run();
    ports[1]?.cut();
    const waits = timers.map(({ ms }) => ms);
    timers.pop()?.run();
    ports[2]?.say(hello);
    expect(links).toEqual(['connecting', 'live', 'lost', 'lost', 'live']);
    expect(waits.at(-1)).toBeGreaterThan(100);
    expect(sent).toHaveLength(2);
    ports[2]?.cut();
    expect(timers.at(-1)?.ms).toBe(100);
  });

  it('hears nothing more of a port that was cut', () => {
    const { ports, timers, messages } = listening();
    ports[0]?.cut();
    timers.pop()?.run();
    ports[0]?.say(recordsFrom(0, []));
    expect(messages).toEqual([]);
    ports[1]?.say(recordsFrom(0, []));
    expect(messages).toHaveLength(1);
  });

  it('says so where the extension was updated, and tries no more', () => {
    const { ports, timers, links, remove } = listening();
    remove();
    ports[0]?.cut();
    timers.pop()?.run();
    expect(links.at(-1)).toBe('orphaned');
    expect(timers).toEqual([]);
  });

  it('answers a command with what the document said, once', async () => {
    const { source, ports, sent } = listening();
    const asked = source.command(documentId, { type: 'read_storage' });
    const commandId = (sent[0] as { commandId: number }).commandId;
    ports[0]?.say({ type: 'answer', documentId, commandId, answer: { ok: true, value: 1 } });
    expect(await asked).toEqual({ ok: true, value: 1 });
  });

  it('answers a command with a sentence where nobody can', async () => {
    const { source, ports, timers, stop } = listening();
    const cut = source.command(documentId, { type: 'read_storage' });
    ports[0]?.cut();
    expect((await cut).ok).toBe(false);
    expect((await source.command(documentId, { type: 'read_storage' })).ok).toBe(false);
    timers.pop()?.run();
    const late = source.command(documentId, { type: 'read_storage' });
    timers.at(-1)?.run();
    expect(await late).toMatchObject({ ok: false, sentence: expect.stringContaining('did not answer') });
    stop();
  });

  it('does not take what is no message', () => {
    const { ports, messages } = listening();
    for (const odd of [null, 5, 'hello', {}, []]) ports[0]?.say(odd);
    expect(messages).toEqual([]);
  });
});
