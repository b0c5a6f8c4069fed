import '../channel/no-eval.ts';
import { createRoot } from 'react-dom/client';
import { App } from './shell/app.tsx';
import { followTheme } from './shell/browser-api.ts';
import { openPanel } from './shell/open-panel.ts';
import { PanelContext } from './store/panel-context.ts';
import './styles/index.css';

followTheme(document.documentElement);
const panel = openPanel();
panel.start();
createRoot(document.getElementById('root') as HTMLElement).render(
  <PanelContext value={panel}>
    <App />
  </PanelContext>,
);
