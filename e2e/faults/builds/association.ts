import { randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import { signUser } from '../../support/identity.ts';
import { words } from '../../support/visitor.ts';
import type { BrokenBuild } from '../broken-build.ts';

const prechat = 'backend/src/commands/prechat.ts';

export const association: readonly BrokenBuild[] = [
  {
    rule: 'prechat-only-when-missing',
    mistake: 'The form does not look at what the company told of the person.',
    site: 'alfar',
    widget: [
      {
        file: 'widget/src/core/start.ts',
        find: 'missingPrechatFields(config?.prechat ?? [], view.contact)',
        replace: 'missingPrechatFields(config?.prechat ?? [], null)',
      },
    ],
    play: async ({ visitor, world }) => {
      await visitor.launcher.waitFor();
      await visitor.call('identify', await signUser(world.database, 'alfar', `ana ${visitor.name}`));
      await visitor.open();
      await visitor.startButton.click();
      await expect(visitor.button(words.startChat)).toBeVisible();
    },
  },
  {
    rule: 'prechat-is-required',
    mistake: 'Neither the widget nor the server insists on the fields that the company requires.',
    site: 'alfar',
    widget: [
      {
        file: 'widget/src/core/start.ts',
        find: 'if (missing.length && !(open',
        replace: 'if (missing.length > 99 && !(open',
      },
    ],
    server: [
      {
        file: 'backend/src/commands/start/open-conversation.ts',
        find: 'if (missing.length > 0) throw',
        replace: 'if (missing.length > 99) throw',
      },
    ],
    play: async ({ visitor }) => {
      await visitor.open();
      await visitor.startButton.click();
      await visitor.send('nobody knows me');
      await visitor.expectSent('nobody knows me');
    },
  },
  {
    rule: 'prechat-keeps-contact',
    mistake: 'Whoever types an e-mail address becomes the contact that has it.',
    site: 'alfar',
    server: [
      {
        file: prechat,
        find: "import { getContact } from '../sql/select-contact.ts';",
        replace: `import { sql } from 'slonik';
import { z } from 'zod';
import { lockContact } from '../sql/lock-contact.ts';
import { getContact } from '../sql/select-contact.ts';`,
      },
      {
        file: prechat,
        find: 'const contact = await admitVisitor(tx, caller, body.deviceId);',
        replace: `const own = await admitVisitor(tx, caller, body.deviceId);
    const same = await tx.maybeOneFirst(sql.type(z.object({ contact_id: z.string() }))\`
      SELECT contact_id FROM contacts WHERE company_id = \${companyId} AND contact_id <> \${own.contactId}
        AND email = \${body.fields.email ?? ''}\`);
    const contact = (same && (await lockContact(tx, companyId, same))) || own;`,
      },
    ],
    play: async ({ visitor, agent, sql, reload, asked }) => {
      await visitor.chat('hello');
      const contactId = await visitor.contactId();
      await agent.solve(await visitor.conversationId());
      await sql('UPDATE contacts SET email = NULL WHERE contact_id = $1', contactId);
      await sql(
        "INSERT INTO contacts (company_id, contact_id, name, email) VALUES ('alfar', $1, 'Vic', 'vic@example.com')",
        randomUUID(),
      );
      await reload();
      await visitor.call('newChat');
      await visitor.panel.getByRole('textbox', { name: words.email }).fill('vic@example.com');
      await visitor.button(words.startChat).click();
      await asked('/prechat ', 2);
      await expect.poll(() => visitor.contactId()).not.toBe('');
    },
  },
  {
    rule: 'survey-own-conversation',
    mistake: 'The answer counts the cycles from one, the question from zero.',
    widget: [
      {
        file: 'widget/src/core/survey.ts',
        find: 'body: { cycle: Number(cycle), answer },',
        replace: 'body: { cycle: Number(cycle) + 1, answer },',
      },
    ],
    play: async ({ visitor, agent, rate, asked }) => {
      await visitor.chat('please help');
      await agent.solve(await visitor.conversationId());
      await rate();
      await asked('/survey ');
      await expect(visitor.panel).toContainText(words.surveyTitle);
    },
  },
  {
    rule: 'survey-changes-nothing',
    mistake: 'A rating reopens the conversation.',
    sql: [
      `CREATE FUNCTION reopen_rated() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         UPDATE conversations SET status = 'waiting', waiting_since = now()
         WHERE company_id = NEW.company_id AND conversation_id = NEW.conversation_id; RETURN NULL;
       END $$`,
      'CREATE TRIGGER reopen_rated AFTER INSERT ON surveys FOR EACH ROW EXECUTE FUNCTION reopen_rated()',
    ],
    undo: ['DROP FUNCTION reopen_rated CASCADE'],
    play: async ({ visitor, agent, rate }) => {
      await visitor.chat('please help');
      await agent.solve(await visitor.conversationId());
      await rate();
      await expect.poll(async () => (await visitor.debug()).state).toBe('waiting');
    },
  },
];
