import { useRef } from 'react';
import { useActions } from '../store/panel-context.ts';

/** A button that asks for debug blobs. */
export function ChooseFile({ className = 'button', label = 'Open a debug blob…' }) {
  const input = useRef<HTMLInputElement>(null);
  const { importFiles } = useActions();
  return (
    <>
      <button type="button" className={className} onClick={() => input.current?.click()}>
        {label}
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept=".json,.txt,.md,application/json"
        data-testid="choose-file"
        aria-label="Debug blobs"
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = '';
          void importFiles(files);
        }}
      />
    </>
  );
}
