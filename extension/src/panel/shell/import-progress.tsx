import { useEffect } from 'react';
import { useActions, usePanel } from '../store/panel-context.ts';
import type { Importing } from '../store/panel-state.ts';
import { fetchTimeline } from './views.ts';

export function ImportProgress() {
  const importing = usePanel((state) => state.importing);
  const { cancelImport } = useActions();
  const isReading = importing !== null;
  useEffect(() => {
    if (isReading) void fetchTimeline();
  }, [isReading]);
  if (!importing) return null;
  const { done, total } = importing;
  return (
    <div className="notice" role="status">
      <p>{wordsFor(importing)}</p>
      <progress aria-label="Reading" max={total || undefined} value={total ? done : undefined} />
      <button type="button" className="button quiet-button" onClick={cancelImport}>
        Cancel
      </button>
    </div>
  );
}

function wordsFor({ name, step, done, total }: Importing): string {
  if (step === 'reading') return `Reading ${name}…`;
  if (step === 'checking') return `Checking that nothing in ${name} was changed…`;
  return `${name}: ${done.toLocaleString('en')} of ${total.toLocaleString('en')} events`;
}
