import '../channel/no-eval.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';

const place = document.getElementById('popup');
if (!place) throw new Error('assert: popup.html has a place for the popup');
createRoot(place).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
