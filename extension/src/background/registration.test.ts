import { beforeEach, describe, expect, it, vi } from 'vitest';

const browser = vi.hoisted(() => {
  const state = { origins: [] as string[], scripts: new Map<string, { id: string; matches: string[] }>() };
  type Script = { id: string; matches: string[] };
  const put = async (scripts: Script[]) => {
    for (const script of scripts) state.scripts.set(script.id, script);
  };
  return {
    state,
    permissions: { getAll: async () => ({ origins: state.origins }) },
    scripting: {
      getRegisteredContentScripts: async () => [...state.scripts.values()],
      registerContentScripts: async (scripts: Script[]) => {
        if (scripts.some(({ id }) => state.scripts.has(id))) throw new Error('Duplicate script ID');
        await put(scripts);
      },
      updateContentScripts: async (scripts: Script[]) => {
        if (scripts.some(({ id }) => !state.scripts.has(id))) throw new Error('No such script');
        await put(scripts);
      },
      unregisterContentScripts: async ({ ids }: { ids: string[] }) => {
        for (const id of ids) if (!state.scripts.delete(id)) throw new Error('No such script');
      },
    },
  };
});
vi.mock('webextension-polyfill', () => ({ default: browser }));
const { registerScripts } = await import('./registration.ts');

const registered = () => [...browser.state.scripts.values()].map(({ id, matches }) => [id, matches]);
const one = ['https://one.example/*'];
const both = [...one, 'https://two.example/*'];

beforeEach(() => {
  browser.state.origins = [];
  browser.state.scripts.clear();
});

describe('registerScripts', () => {
  it('[R6.4] has both scripts, capture first, on exactly the sites that are granted', async () => {
    await registerScripts();
    expect(registered()).toEqual([]);
    browser.state.origins = one;
    await registerScripts();
    expect(registered()).toEqual([
      ['capture', one],
      ['relay', one],
    ]);
    browser.state.origins = both;
    await registerScripts();
    expect(registered()).toEqual([
      ['capture', both],
      ['relay', both],
    ]);
    browser.state.origins = [];
    await registerScripts();
    expect(registered()).toEqual([]);
  });

  it('takes its turns, and ends with what is granted last', async () => {
    browser.state.origins = one;
    const first = registerScripts();
    browser.state.origins = both;
    await Promise.all([first, registerScripts(), registerScripts()]);
    expect(registered()).toEqual([
      ['capture', both],
      ['relay', both],
    ]);
  });

  it('puts right what was left half done', async () => {
    browser.state.scripts.set('relay', { id: 'relay', matches: one });
    browser.state.origins = both;
    await registerScripts();
    expect(registered()).toEqual([
      ['capture', both],
      ['relay', both],
    ]);
  });
});
