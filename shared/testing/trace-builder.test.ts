import { describe, expect, it } from 'vitest';
import { catalogue } from '../src/invariants/catalogue.ts';
import { createJudge } from '../src/invariants/engine.ts';
import { traceEvent } from '../src/trace/events.ts';
import { openTab } from './trace-builder.ts';

function wholeStory() {
  const first = openTab()
    .bootstrap()
    .start()
    .connect()
    .send('Hello, is the teapot oven-proof?')
    .wait(4_000)
    .agentReplies('It is, up to 250 °C.')
    .read()
    .goOffline()
    .wait(10_000);
  first.server.write(first.conversation.conversationId, 'Anything else?', 'agent');
  const second = first.goOnline().read().reload().bootstrap().connect();
  second.agentSolves().rate(5, 'Kind and quick.');
  return { first, second };
}

describe('[R1.1] the trace builder', () => {
  it('tells stories in the vocabulary of the trace', () => {
    const { first, second } = wholeStory();
    for (const event of [...first.events, ...second.events]) expect(traceEvent.parse(event)).toEqual(event);
    expect(first.events.length).toBeGreaterThan(60);
  });

  it('breaks no promise unless it is told to', () => {
    const { first, second } = wholeStory();
    const judge = createJudge(catalogue);
    for (const event of [...first.events, ...second.events, ...first.server.lines]) judge.push(event);
    const broken = judge.verdicts().filter((verdict) => verdict.status === 'violated');
    expect(judge.verdicts().filter((verdict) => verdict.exercised > 0).length).toBeGreaterThan(25);
    expect(broken.map((verdict) => [verdict.rule.id, verdict.violations])).toEqual([]);
  });

  it('tells the same story the same way', () => {
    expect(JSON.stringify(wholeStory().first.events)).toBe(JSON.stringify(wholeStory().first.events));
  });
});
