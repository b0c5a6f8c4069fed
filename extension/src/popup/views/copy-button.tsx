import { type ReactNode, useId, useState } from 'react';
import type { Answer } from '../../channel/messages.ts';
import { type Copied, copyDebugInfo } from '../edges/debug-info.ts';
import type { WidgetFacts } from '../model/widget-facts.ts';

interface CopyButtonProps {
  facts: WidgetFacts;
  ask: (includeText: boolean) => Promise<Answer>;
}

/** "Copy debug info", with what people wrote only where that is asked for, and how it went. */
export function CopyButton({ facts, ask }: CopyButtonProps): ReactNode {
  const [includeText, setIncludeText] = useState(false);
  const [copied, setCopied] = useState<Copied | 'busy' | null>(null);
  const hintId = useId();
  const copy = async () => {
    if (copied === 'busy') return;
    setCopied('busy');
    setCopied(await copyDebugInfo(() => ask(includeText), fileNameOf(facts)));
  };
  return (
    <div className="copy">
      <button
        type="button"
        className="button main wide"
        aria-describedby={hintId}
        aria-disabled={copied === 'busy'}
        onClick={copy}
      >
        {copied === 'busy' ? 'Collecting …' : 'Copy debug info'}
      </button>
      <label className="choice">
        <input
          type="checkbox"
          checked={includeText}
          onChange={(event) => setIncludeText(event.currentTarget.checked)}
        />
        Include what people wrote
      </label>
      <p id={hintId} className="quiet">
        {includeText
          ? 'Messages, names and addresses are in it as they are: share it with care.'
          : 'Messages, names and addresses are masked. Tokens are never in it.'}
      </p>
      <p role="status" className={copied !== 'busy' && copied?.how === 'failed' ? 'failure' : undefined}>
        {copied !== 'busy' && copied?.sentence}
      </p>
    </div>
  );
}

function fileNameOf({ widgetId, traceId }: WidgetFacts): string {
  // Both come from the page.
  const safe = (text: string) => text.replace(/[^\w-]/g, '').slice(0, 40);
  return `hilo-${safe(widgetId)}-${safe(traceId).slice(0, 8)}.json`;
}
