import { useEffect, useRef } from 'react';
import { useActions, usePanel } from '../store/panel-context.ts';
import { keyWords } from './keys.ts';

/** All keys, on `?`. */
export function HelpDialog() {
  const isOpen = usePanel((state) => state.ui.isHelpOpen);
  const { setHelp } = useActions();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  return (
    <dialog ref={dialog} className="dialog" aria-labelledby="keys-title" onClose={() => setHelp(false)}>
      <h2 id="keys-title">Keys</h2>
      <dl className="keys">
        {keyWords.map(([keys, does]) => (
          <div key={does}>
            <dt>
              {keys.map((key) => (key === '…' ? <span key={key}>–</span> : <kbd key={key}>{key}</kbd>))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button type="submit" className="button">
          Close
        </button>
      </form>
    </dialog>
  );
}
