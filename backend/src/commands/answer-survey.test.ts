import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { updateWidget } from './operator/update-widget.ts';
import { codeOf, load, rate, send, settle, talk } from './testing/acts.ts';
import { createWorld, newVisitor, type TestCompany, type TestVisitor, type World } from './testing/world.ts';

let world: World;
let company: TestCompany;

beforeAll(async () => {
  world = await createWorld();
  company = await world.found();
});
afterAll(() => world.end());

const five = { kind: 'rated', rating: 5, comment: 'Quick!' } as const;
const dismissed = { kind: 'dismissed' } as const;

const header = async (visitor: TestVisitor, conversationId: string) =>
  (await load(world, visitor)).conversations.find((row) => row.conversationId === conversationId);

describe('answerSurvey', () => {
  it('[F5] is asked again after every solve, and never before one', async () => {
    const visitor = newVisitor(company);
    const conversationId = await talk(world, visitor);
    expect((await header(visitor, conversationId))?.survey).toBeNull();
    expect(await codeOf(rate(world, visitor, conversationId, 1, five))).toBe('survey_not_due');
    await settle(world, company, conversationId);
    expect((await header(visitor, conversationId))?.survey).toEqual({ cycle: 1, state: 'due', rating: null });
    await rate(world, visitor, conversationId, 1, five);
    expect((await header(visitor, conversationId))?.survey).toEqual({
      cycle: 1,
      state: 'answered',
      rating: 5,
    });
    await send(world, visitor, conversationId);
    await settle(world, company, conversationId);
    expect((await header(visitor, conversationId))?.survey).toEqual({ cycle: 2, state: 'due', rating: null });
    await rate(world, visitor, conversationId, 2, dismissed);
    expect((await header(visitor, conversationId))?.survey).toMatchObject({ cycle: 2, state: 'dismissed' });
  });

  it('[R3.6] the same answer again is a success that changes nothing, another one is refused', async () => {
    const visitor = newVisitor(company);
    const conversationId = await talk(world, visitor);
    await settle(world, company, conversationId);
    const racing = await Promise.all(
      Array.from({ length: 5 }, () => rate(world, visitor, conversationId, 1, five)),
    );
    expect(racing.filter((result) => result.happenings.length > 0)).toHaveLength(1);
    expect(await codeOf(rate(world, visitor, conversationId, 1, { ...five, rating: 4 }))).toBe(
      'survey_answered',
    );
    expect(await codeOf(rate(world, visitor, conversationId, 1, dismissed))).toBe('survey_answered');
  });

  it('[F1] [F3] a late answer lands in its own cycle and conversation, and changes no status', async () => {
    const visitor = newVisitor(company);
    const first = await talk(world, visitor);
    await settle(world, company, first);
    const second = await talk(world, visitor);
    await settle(world, company, second);
    await rate(world, visitor, first, 1, five);
    expect(await header(visitor, first)).toMatchObject({ status: 'solved', survey: { state: 'answered' } });
    expect(await header(visitor, second)).toMatchObject({ status: 'solved', survey: { state: 'due' } });
    await send(world, visitor, first);
    await settle(world, company, first);
    expect(await header(visitor, first)).toMatchObject({ survey: { cycle: 2, state: 'due' } });
    const late = await rate(world, visitor, second, 1, dismissed);
    expect(late.answer.changes.changes).toMatchObject([
      { conversation: { conversationId: second, status: 'solved' } },
    ]);
  });

  it('is not asked where the widget that started the conversation asks none', async () => {
    const silent = await world.found({ widget: { survey: false } });
    const visitor = newVisitor(silent);
    const conversationId = await talk(world, visitor);
    await settle(world, silent, conversationId);
    expect((await header(visitor, conversationId))?.survey).toBeNull();
    expect(await codeOf(rate(world, visitor, conversationId, 1, five))).toBe('survey_not_due');
    await updateWidget(world.context, { widgetId: silent.widgetId, survey: true });
    expect((await header(visitor, conversationId))?.survey).toMatchObject({ cycle: 1, state: 'due' });
  });
});
