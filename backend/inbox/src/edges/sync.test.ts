import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { initialState } from '../model/state.ts';
import { idOf, makeConversation, marta } from '../testing/make.ts';
import { createCall } from './http.ts';
import { createInboxStore, type InboxStore } from './store.ts';
import { createSync, type Sync } from './sync.ts';
import { type ApiServer, problem, type Reply, type Seen, startApiServer } from './testing/api-server.ts';
import { createTracer } from './tracer.ts';

const counts = { waiting: 3, active: 0, solved: 0, mine: 0 };

let api: ApiServer;
let store: InboxStore;
let sync: Sync;

/** Three pages of one conversation each. */
function page({ url }: Seen): Reply {
  const n = Number(url.searchParams.get('cursor'));
  const body = {
    conversations: [makeConversation(n)],
    removed: [],
    counts,
    cursor: String(n + 1),
    more: n < 12,
  };
  return { status: 200, body };
}

beforeEach(async () => {
  api = await startApiServer(page);
  store = createInboxStore({
    ...initialState,
    session: { name: 'signed_in', token: 't', agent: marta },
    cursor: '10',
  });
  const call = createCall({
    base: api.base,
    tracer: createTracer(),
    token: () => 't',
    onUnauthorized: () => {},
  });
  sync = createSync(store, call);
});
afterEach(async () => {
  sync.stop();
  await api.close();
});

const settled = (name: string) => vi.waitFor(() => expect(store.getState().catchUp.name).toBe(name));

describe('catching up', () => {
  it('pulls until there is no more, from cursor to cursor [B2][B12][R2.E]', async () => {
    sync.request();
    await vi.waitFor(() => expect(api.seen).toHaveLength(3));
    await settled('idle');
    expect(store.getState().cursor).toBe('13');
    expect(Object.keys(store.getState().conversations).sort()).toEqual(
      [10, 11, 12].map((n) => idOf('conversation', n)).sort(),
    );
    expect(store.getState().counts).toEqual(counts);
  });

  it('shows that it failed, and goes on from where it was [B1]', async () => {
    api.answer = (seen) => (api.seen.length === 2 ? problem(503, 'unavailable') : page(seen));
    sync.request();
    await settled('failed');
    expect(store.getState().cursor).toBe('11');
    expect(store.getState().catchUp).toMatchObject({ failure: { code: 'unavailable' } });
    sync.request();
    await settled('idle');
    expect(store.getState().cursor).toBe('13');
  });

  it('tries again by itself', async () => {
    api.answer = (seen) => (api.seen.length === 1 ? { status: 200, body: {}, lost: true } : page(seen));
    sync.request();
    await settled('failed');
    await vi.waitFor(() => expect(store.getState().cursor).toBe('13'), { timeout: 5_000 });
  });

  it('runs once more when it is asked for while it runs', async () => {
    sync.request();
    sync.request();
    await vi.waitFor(() => expect(api.seen).toHaveLength(4));
    expect(api.seen[3]?.url.searchParams.get('cursor')).toBe('13');
  });

  it('starts from nothing where the cursor is refused', async () => {
    api.answer = () => problem(400, 'invalid_cursor');
    store.setState({ conversations: { x: makeConversation(1) } });
    sync.request();
    await vi.waitFor(() => expect(store.getState().cursor).toBeNull());
    expect(store.getState().conversations).toEqual({});
  });
});
