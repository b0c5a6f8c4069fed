import { useState } from 'react';
import { copyText } from '../parts/copy-text.ts';

const saidMs = 1_500;

/** Copies a text, which is only made when it is wanted, and says whether it could. */
export function CopyButton({ label, text }: { label: string; text: () => string }) {
  const [said, setSaid] = useState<string | null>(null);
  const copy = async () => {
    setSaid((await copyText(text())) ? 'Copied' : 'Unable to copy');
    setTimeout(() => setSaid(null), saidMs);
  };
  return (
    <button type="button" className="button quiet-button" onClick={() => void copy()}>
      <span aria-live="polite">{said ?? label}</span>
    </button>
  );
}
