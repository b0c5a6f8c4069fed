import { createRoot } from 'react-dom/client';
import { createInbox } from './edges/inbox.ts';
import { applyTheme, readTheme } from './edges/theme.ts';
import { App } from './views/app.tsx';
import { InboxContext } from './views/inbox-context.ts';
import './styles/index.css';

applyTheme(readTheme());
const inbox = createInbox();
const place = document.getElementById('inbox');
if (!place) throw new Error('unable to start; the page has no #inbox');
createRoot(place).render(
  <InboxContext value={{ ...inbox, clock: Date.now }}>
    <App />
  </InboxContext>,
);
