import { expect } from '@playwright/test';
import type { Site } from '../support/fixtures.ts';
import { signUser } from '../support/identity.ts';
import { words } from '../support/visitor.ts';
import { type RecordedLoad, recordedOn, type Stage } from './stage.ts';

/** A story of the product as it is: no promise is broken in it. */
export interface CleanStory {
  name: string;
  site: Site;
  /** Resolves with what further tabs recorded, by the name of their fixture. */
  play(stage: Stage): Promise<Record<string, RecordedLoad[]>>;
}

export const cleanStories: readonly CleanStory[] = [
  {
    name: 'chat',
    site: 'norte',
    play: async ({ visitor, agent, world, reload, rate }) => {
      await visitor.chat('question');
      const conversationId = await visitor.conversationId();
      await agent.reply(conversationId, 'answer');
      await visitor.expectUnreadTotal(0);
      await reload();
      await visitor.expectSaid('question', 'answer');
      await expect.poll(() => world.cable.socketCount).toBe(1);
      world.cable.cut();
      await agent.reply(conversationId, 'answer that is missed at first');
      world.cable.restore();
      await visitor.expectSaid('question', 'answer', 'answer that is missed at first');
      await visitor.expectUnreadTotal(0);
      await agent.solve(conversationId);
      await rate();
      await expect.poll(async () => (await visitor.debug()).state).toBe('solved');
      return {};
    },
  },
  {
    name: 'two-tabs-left',
    site: 'norte',
    play: async ({ visitor, agent, openTab }) => {
      await visitor.chat('from the left');
      const right = await openTab();
      await right.openConversation();
      await right.send('from the right');
      await right.expectSent('from the right');
      await visitor.expectSaid('from the left', 'from the right');
      await agent.reply(await visitor.conversationId(), 'to both');
      for (const tab of [visitor, right]) await expect(tab.bubble('to both')).toHaveCount(1);
      await visitor.expectUnreadTotal(0);
      return { 'two-tabs-right': [await recordedOn(right.page)] };
    },
  },
  {
    name: 'prechat',
    site: 'alfar',
    play: async ({ visitor, agent }) => {
      await visitor.chat('after a form');
      await agent.reply(await visitor.conversationId(), 'answer');
      await visitor.expectUnreadTotal(0);
      await visitor.call('newChat');
      await visitor.button(words.confirmYes).click();
      await visitor.expectSaid();
      await visitor.send('in a new chat');
      await visitor.expectSent('in a new chat');
      return {};
    },
  },
  {
    name: 'identify',
    site: 'norte',
    play: async ({ visitor, world }) => {
      await visitor.chat('not known yet');
      await visitor.call('identify', await signUser(world.database, 'norte', `ana ${visitor.name}`));
      await visitor.expectSaid('not known yet');
      await visitor.send('known now');
      await visitor.expectSent('known now');
      return {};
    },
  },
];
