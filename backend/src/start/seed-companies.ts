/** The two companies of `npm start`, different in all that a company can choose. */
export interface DemoCompany {
  companyId: 'alfar' | 'norte';
  name: string;
  policy: 'single' | 'multiple';
  widget: {
    widgetId: string;
    accent: string;
    greeting: string;
    prechat: { name: 'name' | 'email' | 'phone'; required: boolean }[];
    survey: boolean;
    locale: 'auto' | 'en' | 'es';
    position: 'left' | 'right';
    sound: boolean;
    debug: 'off' | 'on_demand' | 'always';
  };
  agents: { name: string; email: string }[];
}

/** Printed at every start: these companies hold nothing that is anybody's. */
export const demoPassword = 'hilo-demo-2026';

export const demoCompanies: DemoCompany[] = [
  {
    companyId: 'alfar',
    name: 'Alfar',
    policy: 'single',
    widget: {
      widgetId: 'wgt_alfar',
      accent: '#2c6a58',
      greeting: 'Hello! Ask us anything about pots, orders and glazes.',
      prechat: [
        { name: 'name', required: true },
        { name: 'email', required: true },
      ],
      survey: true,
      locale: 'auto',
      position: 'right',
      sound: true,
      debug: 'on_demand',
    },
    agents: [
      { name: 'Marta', email: 'marta@alfar.demo' },
      { name: 'Leo', email: 'leo@alfar.demo' },
    ],
  },
  {
    companyId: 'norte',
    name: 'Norte',
    policy: 'multiple',
    widget: {
      widgetId: 'wgt_norte',
      accent: '#c2410c',
      greeting: 'Questions about your tasks? We are here.',
      prechat: [],
      survey: true,
      locale: 'auto',
      position: 'right',
      sound: true,
      debug: 'always',
    },
    agents: [
      { name: 'Inés', email: 'ines@norte.demo' },
      { name: 'Pau', email: 'pau@norte.demo' },
    ],
  },
];
