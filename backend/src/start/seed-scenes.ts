/** One visitor's conversation, as it is played through the real commands. */
export interface Scene {
  /** Ids of what the scene makes derive from it. */
  key: string;
  visitor: {
    /** Two scenes with one key are two conversations of one person. */
    key: string;
    name?: string;
    email?: string;
    /** Given: the company vouches for this person. */
    userId?: string;
    userAgent: string;
    locale: string;
  };
  /** Opens a further conversation beside one that is open. */
  isNew?: boolean;
  acts: Act[];
}

export type Act =
  | { by: 'visitor'; says: string }
  | { by: number; says: string }
  | { by: number; notes: string }
  | { by: number; does: 'take' | 'solve' }
  | { by: 'visitor'; rates: number; comment: string | null };

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const safari =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';
const chrome =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

/** Agents are named by their place in the company's list. */
export const scenes: Record<'alfar' | 'norte', Scene[]> = {
  alfar: [
    {
      key: 'gift wrapping',
      visitor: {
        key: 'hannah',
        name: 'Hannah Weiss',
        email: 'hannah@example.com',
        userAgent: chrome,
        locale: 'de',
      },
      acts: [
        { by: 'visitor', says: 'Hello! Could you wrap the teapot as a gift and put a card in?' },
        { by: 0, says: 'Of course. Write the words for the card here and we will do it by hand.' },
        { by: 'visitor', says: '“For Opa, who never lets the pot go cold.” Thank you!' },
        { by: 0, says: 'Lovely. It leaves tomorrow morning, wrapped in blue paper.' },
        { by: 0, does: 'solve' },
        { by: 'visitor', rates: 5, comment: 'Kind and quick. The card made him laugh.' },
      ],
    },
    {
      key: 'chipped bowl',
      visitor: {
        key: 'oskar',
        name: 'Oskar Nyberg',
        email: 'oskar@example.com',
        userId: 'oskar',
        userAgent: firefox,
        locale: 'sv',
      },
      acts: [
        {
          by: 'visitor',
          says: 'My order 2107 arrived today, but one of the four bowls has a chip in the rim.',
        },
        { by: 1, does: 'take' },
        { by: 1, says: 'I am sorry to hear that, Oskar. Could you tell me which glaze it is?' },
        { by: 'visitor', says: 'The sea green one. The other three are perfect.' },
        { by: 1, notes: 'One sea green bowl is left from the same firing. Set aside for order 2107.' },
        {
          by: 1,
          says: 'We have one more from the same firing. Shall we send it, or would you rather have the money back?',
        },
        { by: 'visitor', says: 'Please send it! No hurry at all.' },
      ],
    },
    {
      key: 'opening hours',
      visitor: {
        key: 'pablo',
        name: 'Pablo Rey',
        email: 'pablo@example.com',
        userAgent: safari,
        locale: 'es',
      },
      acts: [
        { by: 'visitor', says: '¿El taller abre los sábados? Querríamos ir con los niños.' },
        { by: 1, says: 'Sí, de 10 a 14 h. Los sábados hay torno abierto a las 11, sin reserva.' },
        { by: 1, does: 'solve' },
      ],
    },
    {
      key: 'dishwasher',
      visitor: {
        key: 'lucia',
        name: 'Lucía Marín',
        email: 'lucia@example.com',
        userAgent: safari,
        locale: 'es',
      },
      acts: [
        { by: 'visitor', says: 'Hi! Is the large teapot safe in the dishwasher?' },
        { by: 'visitor', says: 'And is there a spare lid for it? Mine did not survive my cat.' },
      ],
    },
  ],
  norte: [
    {
      key: 'export',
      visitor: {
        key: 'noor',
        name: 'Noor Haddad',
        email: 'noor@example.com',
        userId: 'noor',
        userAgent: chrome,
        locale: 'en',
      },
      acts: [
        { by: 'visitor', says: 'Is there a way to export all finished tasks of a quarter?' },
        { by: 0, says: 'Yes: filter by “done”, choose the dates, then Export in the menu at the top right.' },
        { by: 'visitor', says: 'Found it, thanks.' },
        { by: 0, does: 'solve' },
        { by: 'visitor', rates: 4, comment: null },
      ],
    },
    {
      key: 'slow board',
      visitor: { key: 'noor', userAgent: chrome, locale: 'en' },
      acts: [
        {
          by: 'visitor',
          says: 'Our biggest board (about 3,000 tasks) takes long to open since this morning.',
        },
        { by: 0, does: 'take' },
        { by: 0, notes: 'Seen by two more teams. Watching the database; see the incident channel.' },
        {
          by: 0,
          says: 'Thank you for telling us, Noor. We see it too, and are on it. I will write here as soon as it is better.',
        },
      ],
    },
    {
      key: 'invoice',
      isNew: true,
      visitor: { key: 'noor', userAgent: chrome, locale: 'en' },
      acts: [{ by: 'visitor', says: 'Something else: may we have the June invoice with our new address?' }],
    },
    {
      key: 'shortcut',
      visitor: { key: 'nobody', userAgent: firefox, locale: 'en' },
      acts: [{ by: 'visitor', says: 'Can I move a task to another board with the keyboard?' }],
    },
  ],
};
