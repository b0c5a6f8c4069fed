import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { App } from './shell/app.tsx';
import { followTheme } from './shell/browser-api.ts';
import { openPanel } from './shell/open-panel.ts';
import { PanelContext } from './store/panel-context.ts';
import './styles/index.css';

// The extension's policy forbids code made from text, so zod need not try.
z.config({ jitless: true });
followTheme(document.documentElement);
const panel = openPanel();
panel.start();
createRoot(document.getElementById('root') as HTMLElement).render(
  <PanelContext value={panel}>
    <App />
  </PanelContext>,
);
