import { isOpen, missingPrechatFields, unreadTotal } from '@hilo/shared/view/selectors.ts';
import { expect } from 'vitest';
import type { Entry } from '../model.ts';
import type { Tab } from './tab.ts';
import type { World } from './world.ts';

const quietMs = 200_000;

/** The wire heals, everybody looks at the chat, and time passes: from here on nothing is left to chance. */
export function heal(world: World): void {
  world.badness = 0;
  world.run(20_000);
  world.partitioned = false;
  for (const tab of world.tabs) {
    tab.dispatch({ type: 'network', online: true });
    tab.dispatch({ type: 'visibility', visible: true });
    tab.dispatch({ type: 'called', call: 2, api: { name: 'open' } });
  }
  world.run(quietMs / 2);
  for (const tab of world.tabs) tab.dispatch({ type: 'visibility', visible: true });
  world.run(quietMs / 2);
}

/** What must hold once all is quiet, whatever happened before. */
export function expectConverged(world: World): void {
  const { store } = world.server;
  for (const { contactId } of store.contacts.values()) {
    const open = store.conversationsOf(contactId).filter(isOpen);
    if (world.server.widget.policy === 'single') expect(open.length, 'open conversations').toBeLessThan(2);
  }
  for (const rows of store.messages.values()) {
    const ids = rows.map((row) => row.clientMessageId);
    expect(new Set(ids).size, 'doubled messages').toBe(ids.length);
  }
  for (const tab of world.tabs) expectEqual(world, tab);
  expectNothingLost(world);
}

function expectEqual(world: World, { model }: Tab): void {
  const { store } = world.server;
  expect(model.phase.name).toBe('ready');
  expect(model.jobs, 'identity changes under way').toEqual([]);
  const token = model.device?.token ?? '';
  const contact = store.tokens.has(token) ? store.contactOf(token) : undefined;
  // A contact that only left its name, by a form dismissed before the answer came, is nothing to know of.
  const nothing =
    model.view.contactId === null && store.conversationsOf(contact?.contactId ?? '').length === 0;
  if (!nothing) expect(model.view.contactId, 'contact').toBe(contact?.contactId ?? null);
  expect(model.device, 'tabs are one device').toEqual(JSON.parse(world.read().device ?? 'null'));
  if (!contact || nothing) return;
  const rows = store.conversationsOf(contact.contactId);
  const byId = Object.fromEntries(rows.map((row) => [row.conversationId, row]));
  expect(model.view.version, 'version').toBe(contact.version);
  expect(model.view.conversations).toEqual(byId);
  expect(model.view.contact).toEqual(contact.row);
  expect(unreadTotal(model.view)).toBe(rows.reduce((sum, row) => sum + row.unreadCount, 0));
  for (const [id, thread] of Object.entries(model.view.threads)) {
    const all = store.messages.get(id) ?? [];
    expect(thread.messages, 'thread').toEqual(all.slice(all.length - thread.messages.length));
  }
  if (model.focus.kind === 'conversation') {
    expect(Object.keys(model.view.threads), 'thread in focus').toContain(model.focus.conversationId);
  }
  expect(model.connection.name).toBe('connected');
  expect(model.held).toEqual([]);
  expect(model.starting, 'a start that waits').toBeNull();
  // What was written before the prechat form showed waits behind it, as the person can see.
  const asked = missingPrechatFields(world.server.widget.prechat, contact.row).length > 0;
  const waits = (entry: Entry) => entry.conversationId === null && asked;
  const stuck = model.outbox.filter((entry) => entry.status !== 'failed' && !waits(entry));
  expect(stuck, 'messages that wait').toEqual([]);
}

/** Every message is on the server once, or shown as failed, or was given up by the person. */
function expectNothingLost(world: World): void {
  const arrived = new Map<string, string | null>();
  for (const rows of world.server.store.messages.values()) {
    for (const row of rows) {
      const twice = arrived.has(row.clientMessageId) && !world.moved.has(row.clientMessageId);
      expect(twice, 'one message in two conversations').toBe(false);
      arrived.set(row.clientMessageId, row.body);
    }
  }
  const kept = new Set(world.tabs.flatMap((tab) => tab.model.outbox.map((entry) => entry.clientMessageId)));
  const stored = Object.keys(world.read().outbox);
  for (const [id, body] of world.written) {
    if (arrived.has(id)) expect(arrived.get(id), 'text').toBe(body);
    else expect(kept.has(id) || stored.includes(id) || world.givenUp.has(id), `lost: ${body}`).toBe(true);
  }
}
