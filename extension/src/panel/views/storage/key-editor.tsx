import { useState } from 'react';
import { pretty } from './page-storage.ts';
import type { PageStorage } from './use-page-storage.ts';

interface Props {
  name: string;
  /** What the page holds now; null where the key is not there. */
  onPage: string | null;
  page: PageStorage;
}

/** Changes the key on the page, to see what the widget makes of it. */
export function KeyEditor({ name, onPage, page }: Props) {
  const [draft, setDraft] = useState<string | null>(null);
  const [done, setDone] = useState<string | null>(null);
  if (!page.canWrite) {
    return (
      <p className="quiet st-edit">
        It cannot be changed from here: its page is not open any more, or this comes from a file.
      </p>
    );
  }
  const write = async (value: string | null) => {
    if (!(await page.write(name, value))) return;
    setDraft(null);
    setDone(
      value === null
        ? 'Removed. Reload the page to see what the widget makes of it.'
        : 'Written. Reload the page to see what the widget makes of it.',
    );
  };
  return (
    <div className="st-edit">
      {draft === null ? (
        <div className="row">
          <button
            type="button"
            className="btn"
            onClick={() => setDraft(onPage === null ? '' : pretty(onPage))}
          >
            Edit
          </button>
          <button
            type="button"
            className="btn danger"
            disabled={onPage === null}
            onClick={() => void write(null)}
          >
            Delete
          </button>
        </div>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void write(draft);
          }}
        >
          <textarea
            aria-label={`New value of ${name}`}
            rows={8}
            value={draft}
            spellCheck={false}
            onChange={(event) => setDraft(event.target.value)}
          />
          <div className="row">
            <button type="submit" className="btn primary">
              Write to the page
            </button>
            <button type="button" className="btn" onClick={() => setDraft(null)}>
              Cancel
            </button>
            {!isJson(draft) && (
              <span className="warn">This is no JSON: the widget should ignore it and remove it.</span>
            )}
          </div>
        </form>
      )}
      <p aria-live="polite" className={page.sentence ? 'bad' : 'quiet'}>
        {page.sentence ?? done}
      </p>
    </div>
  );
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
