import { useEffect, useState } from 'react';
import { useActions } from '../store/panel-context.ts';

/** Files may be dropped anywhere in the panel. Answers whether one is being held over it. */
export function useDrop(): boolean {
  const [isOver, setOver] = useState(false);
  const { importFiles } = useActions();
  useEffect(() => {
    const onOver = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      setOver(true);
    };
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      setOver(false);
      // A view may have taken it already.
      if (event.defaultPrevented || !event.dataTransfer?.files.length) return;
      event.preventDefault();
      void importFiles([...event.dataTransfer.files]);
    };
    window.addEventListener('dragover', onOver);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('drop', onDrop);
    };
  }, [importFiles]);
  return isOver;
}
