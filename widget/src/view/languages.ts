import { inTime } from '../more/in-time.ts';
import { type Locale, type Strings, word } from './strings.ts';

/** What the launcher and an open window say while no language has come: that it did not, and that we keep trying. */
const few: Partial<Strings> = {
  [word('open')]: 'Open chat',
  [word('close')]: 'Close',
  [word('bootFailed')]: 'The chat did not load',
  [word('why_internal')]: 'We keep trying.',
};

/**
 * Finds the words of a language, and brings them when they are first wanted: until then, their promise. Where they do not
 * come in a moment there are those of the language before, or a few; `instead` is tried then, and waited for.
 */
export function createLanguages(
  load: (locale: Locale) => Promise<Partial<Strings>>,
  instead: () => Promise<void>,
): (locale: Locale) => Partial<Strings> | Promise<void> {
  const known: { [Name in Locale]?: Partial<Strings> | Promise<void> } = {};
  let last = few;

  function ask(locale: Locale): Promise<void> {
    const coming = load(locale).then((strings) => {
      known[locale] = last = strings;
    });
    return inTime(coming).catch(() => {
      known[locale] = last;
      return instead();
    });
  }

  return (locale) => (known[locale] ??= ask(locale));
}
