import { expect } from '@playwright/test';
import { signUser } from '../../support/identity.ts';
import type { BrokenBuild } from '../broken-build.ts';
import { companyServed } from '../stage.ts';
import { randomDevice } from './resync.ts';

const identity = 'widget/src/core/identities.ts';
const connection = 'widget/src/core/connection.ts';

export const identities: readonly BrokenBuild[] = [
  {
    rule: 'company-never-changes',
    mistake: 'A widget is moved to another company while it is on people’s screens.',
    site: 'alfar',
    sql: ['ALTER TABLE conversations DROP CONSTRAINT conversations_company_id_widget_id_fkey'],
    undo: [
      "UPDATE widgets SET company_id = 'alfar' WHERE widget_id = 'wgt_alfar'",
      'ALTER TABLE conversations ADD FOREIGN KEY (company_id, widget_id) REFERENCES widgets',
    ],
    play: async ({ visitor, world, sql, openTab, asked }) => {
      await visitor.launcher.waitFor();
      await sql("UPDATE widgets SET company_id = 'norte' WHERE widget_id = 'wgt_alfar'");
      await expect.poll(() => companyServed(world, 'alfar')).toBe('norte');
      const tab = await openTab();
      // The tab has looked who they are by itself; what it finds later it would put right.
      await asked('/bootstrap', 2);
      // What another tab keeps of the visitor makes this one ask again who they are.
      await visitor.page.bringToFront();
      await tab.store('chatDevice', randomDevice());
      await asked('/bootstrap', 3);
      await visitor.open();
      await expect(visitor.startButton).toBeVisible();
    },
  },
  {
    rule: 'contact-changes-by-identity',
    mistake: 'The first time that a visitor becomes known is not recorded as a change of identity.',
    widget: [
      {
        file: 'widget/src/trace/follow.ts',
        find: 'if (from !== to || (',
        replace: 'if ((from && from !== to) || (',
      },
    ],
    play: ({ visitor }) => visitor.chat('hello'),
  },
  {
    rule: 'device-stable',
    mistake: 'Everybody who is identified gets a new device.',
    widget: [
      {
        file: identity,
        find: 'const deviceId = contact?.verified && !same ? s.stamp.ids[0] : fresh.deviceId;',
        replace: 'const deviceId = s.stamp.ids[0];',
      },
    ],
    play: async ({ visitor, world }) => {
      await visitor.chat('hello');
      await visitor.call('identify', await signUser(world.database, 'norte', `ana ${visitor.name}`));
      await visitor.expectSaid('hello');
    },
  },
  {
    rule: 'no-secret-in-address',
    mistake: 'The token is part of the socket’s address, since a socket takes no headers.',
    widget: [
      {
        file: connection,
        find: "emit(s, { type: 'socket_open', id, sessionId });",
        replace:
          "emit(s, { type: 'socket_open', id, sessionId: sessionId + '?token=' + s.m.device?.token });",
      },
    ],
    play: ({ visitor }) => visitor.chat('hello'),
  },
  {
    rule: 'no-secret-in-frame',
    mistake: 'Heartbeats say who sends them by the token.',
    widget: [
      {
        file: connection,
        find: "frame: { type: 'ping', n } });",
        replace: "frame: { type: 'ping', n, token: s.m.device?.token } });",
      },
    ],
    play: ({ visitor }) => visitor.chat('hello'),
  },
  {
    rule: 'old-identity-dropped',
    mistake: 'When somebody else signs in, the thread on screen stays.',
    mayBreak: ['ten-fields-complete', 'socket-session-resolves'],
    widget: [
      {
        file: identity,
        find: 'if (switched) forget(s, nextDevice);\n  else {',
        replace: 'if (switched) become(s, nextDevice);\n  else {',
      },
      {
        file: 'widget/src/core/incoming.ts',
        find: "else if (!is) set(s, { focus: { kind: 'none' }, screen: { name: s.m.tab } });",
        replace: '',
      },
    ],
    play: async ({ visitor, world }) => {
      const [ana, ben] = await Promise.all(
        ['ana', 'ben'].map((who) => signUser(world.database, 'norte', `${who} ${visitor.name}`)),
      );
      await visitor.call('identify', ana);
      await visitor.chat('words of ana');
      await visitor.call('identify', ben);
      await expect(visitor.bubble('words of ana')).toHaveCount(0);
    },
  },
];
