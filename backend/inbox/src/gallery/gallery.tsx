import { createRoot } from 'react-dom/client';
import { type Actions, createActions } from '../edges/actions.ts';
import { createInboxStore } from '../edges/store.ts';
import { baseTime } from '../testing/make.ts';
import { App } from '../views/app.tsx';
import { InboxContext } from '../views/inbox-context.ts';
import { fixtures } from './fixtures.ts';
import '../styles/index.css';

const nothing = (): void => {};
const asked = new URLSearchParams(location.search);
const name = asked.get('state') ?? '';
const theme = asked.get('theme');
if (theme) document.documentElement.dataset['theme'] = theme;

const place = document.getElementById('inbox');
const fixture = fixtures[name];
if (!place) throw new Error('unable to start; the page has no #inbox');
if (fixture) {
  const store = createInboxStore(fixture());
  const actions: Actions = {
    ...createActions({
      store,
      call: async () => ({ kind: 'dropped' }),
      lists: { loadMore: nothing, retry: nothing, search: nothing, stop: nothing },
      threads: { loadEarlier: nothing, retry: nothing, stop: nothing },
      typing: { typed: nothing },
    }),
    signIn: async () => ({ code: 'wrong_credentials', sentence: '', retryable: false, traceId: null }),
    signOut: nothing,
    reconnect: nothing,
  };
  createRoot(place).render(
    <InboxContext value={{ store, actions, clock: () => baseTime }}>
      <App />
    </InboxContext>,
  );
} else {
  createRoot(place).render(
    <ul>
      {Object.keys(fixtures).map((one) => (
        <li key={one}>
          <a href={`?state=${one}`}>{one}</a> · <a href={`?state=${one}&theme=dark`}>dark</a>
        </li>
      ))}
    </ul>,
  );
}
