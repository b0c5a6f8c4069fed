import { ChooseFile } from '../../shell/choose-file.tsx';
import { usePanel } from '../../store/panel-context.ts';

/** How to read debug blobs into this panel; where a dropped one lands is the whole panel. */
export function ImportBox() {
  const importing = usePanel((state) => state.importing);
  return (
    <section aria-label="Import" className="card fi-drop">
      <h2>Import</h2>
      <p className="quiet">
        Drop a debug blob anywhere in this panel, or choose a file. It opens beside what is here, without its
        page and offline.
      </p>
      {importing ? (
        <p aria-live="polite">{`Reading ${importing.name}…`}</p>
      ) : (
        <ChooseFile className="btn" label="Choose files" />
      )}
    </section>
  );
}
