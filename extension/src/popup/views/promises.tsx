import type { ReactNode } from 'react';
import type { WidgetFacts } from '../model/widget-facts.ts';
import { sayPromises } from '../model/words.ts';

const shownMax = 3;

/** How the promises stand, and the first that were broken, in the words of the catalogue. */
export function Promises({ facts }: { facts: WidgetFacts }): ReactNode {
  const { tested, broken, lost } = facts;
  const { words, tone } = sayPromises({ tested, broken: broken.length, lost });
  const more = broken.length - shownMax;
  return (
    <div className={`promises tone-${tone}`}>
      <p className="said">
        <span className="dot" aria-hidden="true" />
        {words}
      </p>
      {broken.length > 0 && (
        <ul>
          {broken.slice(0, shownMax).map(({ id, promise, meaning }) => (
            <li key={id}>
              <strong>{promise}</strong> {meaning}
            </li>
          ))}
        </ul>
      )}
      {more > 0 && <p className="quiet">{more} more in the panel view.</p>}
    </div>
  );
}
