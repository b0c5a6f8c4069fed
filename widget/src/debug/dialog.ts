import type { Blob as DebugBlob } from '@hilo/shared/trace/blob-schema.ts';
import type { BlobChoice } from '../trace/hook.ts';
import { dialogId } from './dialog-id.ts';
import { type DialogTexts, dialogTexts, fill } from './dialog-texts.ts';
import type { DebugPorts } from './tools.ts';

/** A blob, and its text. */
interface Made {
  blob: DebugBlob;
  text: string;
}

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
    choice.append(include, texts.include);
    const button = (className: string, textContent: string, onclick: () => void) =>
      element('button', { className, textContent, type: 'button', onclick });

    const begin = (made: Promise<DebugBlob>): Promise<Made> =>
      made.then((blob) => ({ blob, text: JSON.stringify(blob) }));
    /** What is made, of the choice that stands; told when it is there. */
    const tell = (making: Promise<Made>) => {
      making.then(
        (made) => {
          if (making === ready) said.textContent = describe(made, texts);
        },
        () => {
          if (making === ready) said.textContent = texts.failed;
        },
      );
    };
    let ready = begin(make({}));
    tell(ready);
    include.onchange = () => {
      said.textContent = texts.making;
      field.hidden = true;
      ready = begin(make({ includeText: include.checked }));
      tell(ready);
    };

    // Who asks before it is made gets it when it is; where it cannot be made, that is told already.
    const copy = () => ready.then(put, () => {});
    const put = async (made: Made) => {
      const what = described(made, texts);
      try {
        await navigator.clipboard.writeText(made.text);
        said.textContent = fill(texts.copied, what);
      } catch {
        said.textContent = fill(texts.refused, what);
        field.value = made.text;
        field.hidden = false;
        field.focus();
        field.select();
      }
    };
    const download = () => ready.then(save, () => {});
    const save = ({ text }: Made) => {
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
    style(dialog, sheet, field, choice, include);
    root.append(dialog);
    copyButton.focus();
    return ready.then(({ blob }) => blob);
  }

  return { open };
}

function describe(made: Made, texts: DialogTexts): string {
  const broken = made.blob.verdicts.filter((verdict) => verdict.status === 'violated');
  const promises = broken.map((verdict) => verdict.ruleId).join(', ');
  const what = described(made, texts);
  return broken.length ? `${what}. ${fill(texts.broken, promises)}` : what;
}

/** How much it is, and whether it can be shown around. */
function described({ blob, text }: Made, texts: DialogTexts): string {
  const events = blob.loads.reduce((sum, load) => sum + load.events.length, 0);
  return fill(blob.textIncluded ? texts.plain : texts.masked, Math.ceil(text.length / 1024), events);
}

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]>,
): HTMLElementTagNameMap[Name] {
  return Object.assign(document.createElement(name), properties);
}

/**
 * Property by property: a strict CSP allows no style attribute. In the window a sheet fills its width; here that would be
 * the page's. Lengths are those of the tokens, which have other names once built.
 */
function style(
  dialog: HTMLElement,
  sheet: HTMLElement,
  field: HTMLElement,
  choice: HTMLElement,
  include: HTMLElement,
): void {
  Object.assign(dialog.style, { position: 'fixed', inset: '0', zIndex: '2147483647' });
  const width = 'min(360px, calc(100vw - 32px))';
  Object.assign(sheet.style, { flex: 'none', width, margin: 'auto', borderRadius: '16px' });
  Object.assign(field.style, { width: '100%', font: '12px/1.4 monospace', resize: 'none' });
  Object.assign(choice.style, { flexDirection: 'row', alignItems: 'center', gap: '8px' });
  Object.assign(include.style, { flex: 'none', width: 'auto', margin: '0' });
}

function keepTab(event: KeyboardEvent, root: ShadowRoot, sheet: HTMLElement): void {
  const stops = [...sheet.querySelectorAll<HTMLElement>('input, textarea:not([hidden]), button')];
  const end = event.shiftKey ? stops[0] : stops.at(-1);
  if (root.activeElement !== end) return;
  event.preventDefault();
  (event.shiftKey ? stops.at(-1) : stops[0])?.focus();
}
