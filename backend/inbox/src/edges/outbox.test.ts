import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addPending, retryPending } from '../model/outbox.ts';
import { initialState } from '../model/state.ts';
import { idOf, makeConversation, makeMessage, marta } from '../testing/make.ts';
import { createCall } from './http.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import { createInboxStore, type InboxStore } from './store.ts';
import { type ApiServer, problem, type Reply, type Seen, startApiServer } from './testing/api-server.ts';
import { createTracer } from './tracer.ts';

const conversationId = idOf('conversation', 1);

let api: ApiServer;
let store: InboxStore;
let outbox: Outbox;

/** What the server keeps: one message per client id, whatever is sent how often. */
let kept: Map<string, string>;

function accept({ body }: Seen): Reply {
  const { clientMessageId, body: text } = body as { clientMessageId: string; body: string };
  const duplicate = kept.has(clientMessageId);
  kept.set(clientMessageId, text);
  const seq = [...kept.keys()].indexOf(clientMessageId) + 1;
  const message = makeMessage(1, seq, { by: marta, clientMessageId, body: text });
  const conversation = makeConversation(1, { revision: 1 + kept.size });
  // A duplicate's change need not repeat the message.
  const messages = duplicate ? [] : [message];
  return {
    status: 200,
    body: { message, duplicate, change: { conversation, messages, notes: [], history: [] } },
  };
}

beforeEach(async () => {
  kept = new Map();
  api = await startApiServer(accept);
  store = createInboxStore({ ...initialState, session: { name: 'signed_in', token: 't', agent: marta } });
  const call = createCall({
    base: api.base,
    tracer: createTracer(),
    token: () => (store.getState().session.name === 'signed_in' ? 't' : null),
    onUnauthorized: () => store.setState({ session: { name: 'expired', agent: marta } }),
  });
  outbox = createOutbox(store, call);
});
afterEach(async () => {
  outbox.stop();
  await api.close();
});

function write(n: number): void {
  store.setState((state) =>
    addPending(state, {
      kind: 'reply',
      clientId: idOf('pending', n),
      agentId: marta.agentId,
      conversationId,
      body: `Text ${n}`,
      writtenAt: n,
    }),
  );
}

const empty = () => vi.waitFor(() => expect(store.getState().outbox).toEqual([]), { timeout: 5_000 });
const first = () => store.getState().outbox[0]?.state;

describe('the outbox', () => {
  it('sends in order, one at a time per conversation [C7]', async () => {
    for (const n of [1, 2, 3]) write(n);
    await empty();
    expect([...kept.values()]).toEqual(['Text 1', 'Text 2', 'Text 3']);
    expect(api.seen).toHaveLength(3);
  });

  it('sends again under the same id when the answer was lost, and nothing doubles [C1][C2][C3]', async () => {
    api.answer = (seen) => ({ ...accept(seen), lost: api.seen.length === 1 });
    write(1);
    await empty();
    expect(api.seen.length).toBeGreaterThan(1);
    expect(kept.size).toBe(1);
  });

  it('waits visibly, and goes at once when the connection is back', async () => {
    api.answer = () => problem(503, 'unavailable', {});
    write(1);
    await vi.waitFor(() =>
      expect(first()).toMatchObject({ name: 'queued', reason: { code: 'unavailable' } }),
    );
    api.answer = accept;
    outbox.flush();
    await empty();
  });

  it('shows what was refused for good, lets others pass, and retries it under its id [C9][C10]', async () => {
    api.answer = (seen) =>
      (seen.body as { body: string }).body === 'Text 1'
        ? problem(409, 'another_open', { conversationId: idOf('conversation', 2) })
        : accept(seen);
    write(1);
    write(2);
    await vi.waitFor(() => expect(kept.size).toBe(1));
    expect(first()).toMatchObject({
      name: 'failed',
      failure: { code: 'another_open', conversationId: idOf('conversation', 2) },
    });
    api.answer = accept;
    store.setState((state) => retryPending(state, idOf('pending', 1)));
    await empty();
    expect(kept.get(idOf('pending', 1))).toBe('Text 1');
  });

  it('keeps what could not be sent because the session ended, and sends it after signing in', async () => {
    api.answer = () => problem(401, 'agent_unauthorized');
    write(1);
    await vi.waitFor(() => expect(store.getState().session.name).toBe('expired'));
    await vi.waitFor(() => expect(first()).toMatchObject({ name: 'queued' }));
    api.answer = accept;
    store.setState({ session: { name: 'signed_in', token: 't', agent: marta } });
    await empty();
    expect(kept.size).toBe(1);
  });
});
