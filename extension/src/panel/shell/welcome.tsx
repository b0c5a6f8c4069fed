import { usePanel } from '../store/panel-context.ts';
import type { Link } from '../store/panel-state.ts';
import { ChooseFile } from './choose-file.tsx';

/** While there is no load: why, and what to do next. */
export function Welcome() {
  const link = usePanel((state) => state.link);
  const isGranted = usePanel((state) => state.grants === null || state.grants.length > 0);
  const { title, steps } = wordsFor(link, isGranted);
  return (
    <main className="empty welcome">
      <h2>{title}</h2>
      <ol>
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {link.name !== 'offline' && (
        <p className="quiet">Or look at a chat that somebody sent you: drop the file anywhere in here.</p>
      )}
      <ChooseFile />
    </main>
  );
}

function wordsFor(link: Link, isGranted: boolean): { title: string; steps: readonly string[] } {
  if (link.name === 'offline')
    return {
      title: 'Open a debug blob',
      steps: [
        'In the widget, or in the panel of somebody else, choose “Copy debug info”.',
        'Save what was copied as a file, or keep the file that was downloaded.',
        'Drop it in here. Nothing of it leaves this browser.',
      ],
    };
  if (link.name === 'connecting' || link.name === 'lost')
    return { title: 'Connecting to the page…', steps: ['This takes a moment, and goes on by itself.'] };
  if (link.name === 'orphaned')
    return {
      title: 'The extension was updated',
      steps: ['Close DevTools and open it again: this panel belongs to the version before.'],
    };
  if (!isGranted)
    return {
      title: 'No site is watched yet',
      steps: [
        'Click the Hilo icon in the browser’s toolbar.',
        'Choose “Watch this site”, and reload the page when it is offered.',
        'Open the chat on the page: it shows up here.',
      ],
    };
  return {
    title: 'No Hilo widget has spoken on this page yet',
    steps: [
      'Reload the page: a chat is seen from its very beginning.',
      'Still nothing? Click the Hilo icon in the toolbar and see that this site is watched.',
      'The page may have no widget, or one that is not Hilo.',
    ],
  };
}
