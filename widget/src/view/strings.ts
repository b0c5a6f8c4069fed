import en from './strings/en.json' with { type: 'json' };
import es from './strings/es.json' with { type: 'json' };
import moreEn from './strings/more/en.json' with { type: 'json' };
import moreEs from './strings/more/es.json' with { type: 'json' };

/** Every word the widget says; `{}` is where a value goes. Each sentence says what happened and what to do next. */
export type Strings = Readonly<Record<StringKey, string>>;
export type StringKey = keyof typeof en | keyof typeof moreEn;
export type Locale = 'en' | 'es';

/** Both languages, whole. A visitor fetches the most of one of them (`language-files.ts`), and these with `more.ts`. */
export const strings: Record<Locale, Strings> = { en: { ...en, ...moreEn }, es: { ...es, ...moreEs } };

/** The key of a word that is not said here; the build knows it by this. */
export const word = <Key extends StringKey>(key: Key): Key => key;
