import { expect, test } from '../support/fixtures.ts';
import { words } from '../support/visitor.ts';

const typing = words.typing.replace('{}', '');

test('[H4] an agent’s typing shows, ends with the message, and expires when nothing more is heard', async ({
  newVisitor,
  newInbox,
}) => {
  const visitor = await newVisitor();
  const inbox = await newInbox();
  await visitor.chat('hello');
  await inbox.pick(visitor.name);
  await inbox.composer.pressSequentially('Let me see');
  await expect(visitor.panel).toContainText(typing);
  await inbox.composer.press('Enter');
  await expect(visitor.bubble('Let me see')).toHaveCount(1);
  await expect(visitor.panel).not.toContainText(typing);

  await inbox.composer.pressSequentially('One more');
  await expect(visitor.panel).toContainText(typing);
  // The agent’s machine dies: nobody says that the typing is over.
  await inbox.page.context().close();
  await expect(visitor.panel).not.toContainText(typing);
});

test('[H4] the visitor’s typing shows in the inbox and expires there', async ({
  newVisitor,
  newInbox,
  world,
}) => {
  const visitor = await newVisitor();
  const inbox = await newInbox();
  await visitor.chat('hello');
  await inbox.pick(visitor.name);
  await visitor.messageBox.pressSequentially('I wonder');
  const line = inbox.thread.getByText(/typing/);
  await expect(line).toBeVisible();
  world.cable.cut();
  await expect(line).toBeHidden();
});
