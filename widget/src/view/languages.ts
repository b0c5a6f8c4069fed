import type { Locale, Strings } from './strings.ts';

const retryMs = 5_000;

/** What the launcher and an open window say while no language has come: that it did not, and that we keep trying. */
const few: Partial<Strings> = {
  open: 'Open chat',
  close: 'Close',
  bootFailed: 'The chat did not load',
  why_internal: 'We keep trying.',
};

export interface Languages {
  /** The words of this language; until they are here those of the last one. Undefined for a moment at the start. */
  readonly find: (locale: Locale) => Partial<Strings> | undefined;
  readonly destroy: () => void;
}

/** Brings a language when it is first wanted, and `arrived` tells that there is something new to draw with. */
export function createLanguages(
  load: (locale: Locale) => Promise<Partial<Strings>>,
  arrived: () => void,
): Languages {
  const known = new Map<Locale, Partial<Strings>>();
  let asked: Locale | null = null;
  let shown: Partial<Strings> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function ask(locale: Locale): void {
    asked = locale;
    load(locale).then(
      (strings) => {
        known.set(locale, strings);
        shown = strings;
        arrived();
      },
      () => {
        shown ??= few;
        timer = setTimeout(ask, retryMs, locale);
        arrived();
      },
    );
  }

  return {
    find(locale) {
      const strings = known.get(locale);
      if (strings) shown = strings;
      else if (asked !== locale) {
        clearTimeout(timer);
        ask(locale);
      }
      return shown;
    },
    destroy: () => clearTimeout(timer),
  };
}
