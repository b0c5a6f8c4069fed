import type { Blob as DebugBlob } from '@hilo/shared/trace/blob-schema.ts';
import type { BlobChoice } from '../trace/hook.ts';
import { dialogId } from './dialog-id.ts';
import { type DialogTexts, dialogTexts, fill } from './dialog-texts.ts';
import type { DebugPorts } from './tools.ts';

/** The dialog that copies debug info: to the clipboard, else as selected text, else as a file. */
export function createDialog(
  { root, model, widgetId }: DebugPorts,
  make: (choice: BlobChoice) => Promise<DebugBlob>,
): { open(): Promise<DebugBlob> } {
  function open(): Promise<DebugBlob> {
    const { locale } = model();
    const texts: DialogTexts = dialogTexts[locale];
    root.getElementById(dialogId)?.remove();
    const before = root.activeElement as HTMLElement | null;

    const dialog = element('div', { id: dialogId, className: 'hilo veil' });
    dialog.lang = locale;
    const sheet = element('div', { className: 'sheet', tabIndex: -1 });
    sheet.setAttribute('role', 'dialog');
    sheet.setAttribute('aria-modal', 'true');
    sheet.setAttribute('aria-label', texts.title);
    const said = element('p', { textContent: texts.making });
    said.setAttribute('role', 'status');
    const field = element('textarea', { readOnly: true, rows: 4, hidden: true });
    field.setAttribute('aria-label', texts.title);
    const include = element('input', { type: 'checkbox' });
    const choice = element('label', {});
    choice.append(include, ` ${texts.include}`);
    const button = (className: string, textContent: string, onclick: () => void) =>
      element('button', { className, textContent, type: 'button', onclick });

    let made = make({});
    let text = '';
    const ready = () =>
      made.then(
        (blob) => {
          text = JSON.stringify(blob);
          said.textContent = describe(blob, text, texts);
          return blob;
        },
        (error: unknown) => {
          said.textContent = texts.failed;
          throw error;
        },
      );
    const again = () => {
      said.textContent = texts.making;
      field.hidden = true;
      text = '';
      made = make({ includeText: include.checked });
      ready().catch(() => {});
    };
    include.onchange = again;

    const copy = async () => {
      if (!text) return;
      const what = described(await made, text, texts);
      try {
        await navigator.clipboard.writeText(text);
        said.textContent = fill(texts.copied, what);
      } catch {
        said.textContent = fill(texts.refused, what);
        field.value = text;
        field.hidden = false;
        field.focus();
        field.select();
      }
    };
    const download = () => {
      if (!text) return;
      const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
      const link = element('a', { href: url, download: `${widgetId}-debug.json` });
      link.click();
      URL.revokeObjectURL(url);
    };
    const close = () => {
      dialog.remove();
      before?.focus();
    };

    const copyButton = button('primary', texts.copy, copy);
    sheet.append(
      element('h2', { textContent: texts.title }),
      element('p', { textContent: texts.about }),
      choice,
      said,
      field,
      copyButton,
      button('quiet', texts.download, download),
      button('quiet', texts.close, close),
    );
    dialog.append(sheet);
    // Nothing of it is for the page's own shortcuts.
    dialog.onkeydown = (event) => {
      event.stopPropagation();
      if (event.key === 'Escape') close();
      if (event.key === 'Tab') keepTab(event, root, sheet);
    };
    style(dialog, sheet, field);
    root.append(dialog);
    copyButton.focus();
    return ready();
  }

  return { open };
}

function describe(blob: DebugBlob, text: string, texts: DialogTexts): string {
  const broken = blob.verdicts.filter((verdict) => verdict.status === 'violated');
  const promises = broken.map((verdict) => verdict.ruleId).join(', ');
  const what = described(blob, text, texts);
  return broken.length ? `${what}. ${fill(texts.broken, promises)}` : what;
}

/** How much it is, and whether it can be shown around. */
function described(blob: DebugBlob, text: string, texts: DialogTexts): string {
  const events = blob.loads.reduce((sum, load) => sum + load.events.length, 0);
  return fill(blob.textIncluded ? texts.plain : texts.masked, Math.ceil(text.length / 1024), events);
}

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]>,
): HTMLElementTagNameMap[Name] {
  return Object.assign(document.createElement(name), properties);
}

/** Property by property: a strict CSP allows no style attribute. */
function style(dialog: HTMLElement, sheet: HTMLElement, field: HTMLElement): void {
  Object.assign(dialog.style, { position: 'fixed', inset: '0', zIndex: '2147483647' });
  Object.assign(sheet.style, { width: 'min(360px, calc(100vw - 32px))', margin: 'auto' });
  Object.assign(field.style, { width: '100%', font: '12px/1.4 monospace', resize: 'none' });
}

function keepTab(event: KeyboardEvent, root: ShadowRoot, sheet: HTMLElement): void {
  const stops = [...sheet.querySelectorAll<HTMLElement>('input, textarea:not([hidden]), button')];
  const end = event.shiftKey ? stops[0] : stops.at(-1);
  if (root.activeElement !== end) return;
  event.preventDefault();
  (event.shiftKey ? stops.at(-1) : stops[0])?.focus();
}
