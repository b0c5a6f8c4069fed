import { Fragment, type ReactNode } from 'react';
import { keyHelp } from '../model/keys.ts';
import { Modal } from './confirm-dialog.tsx';

/** The keys, so that nobody has to remember them. */
export function KeysDialog({ open, onClose }: { open: boolean; onClose(): void }): ReactNode {
  return (
    <Modal open={open} title="Keyboard shortcuts" className="keys" onClose={onClose}>
      <div className="key-groups">
        {keyHelp.map((group) => (
          <section key={group.title}>
            <h3>{group.title}</h3>
            <dl>
              {group.keys.map(([keys, does]) => (
                <div key={does}>
                  <dt>{does}</dt>
                  <dd>
                    {keys.map((key) => (
                      <Fragment key={key}>
                        <kbd>{key}</kbd>{' '}
                      </Fragment>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p className="quiet">
        While you write: <kbd>Enter</kbd> sends, <kbd>Shift</kbd> <kbd>Enter</kbd> starts a new line,{' '}
        <kbd>Esc</kbd> leaves the text.
      </p>
      <div className="dialog-buttons">
        <button type="button" className="button" onClick={onClose}>
          Close
        </button>
      </div>
    </Modal>
  );
}
