import { catalogue } from '../../src/invariants/catalogue.ts';
import type { Rule } from '../../src/invariants/rule.ts';
import { markdownTable } from './markdown.ts';

/** What a family of promises is about, by the requirement that its rules come from. */
const families: [requirements: string[], title: string, words: string][] = [
  [
    ['R2.A', 'R2.B'],
    'Conversations and whose they are',
    'How many there are, who opened them, and that nobody’s reach anybody else.',
  ],
  [['R2.C'], 'Unread and read', 'What the badge says, and what counts as read.'],
  [['R2.D'], 'Sending', 'What happens to a message from the moment somebody presses Send.'],
  [['R2.E'], 'Connections and resync', 'What a lost connection may cost: time, never data.'],
  [['R3.5'], 'Identity and the form before a chat', 'Who is who, and who is asked for what.'],
  [['R3.6'], 'Surveys', 'Which conversation an answer belongs to.'],
  [['R4.2', 'R4.3', 'R4.5'], 'Sessions', 'Which conversation a session belongs to.'],
  [['R5.1'], 'States', 'What the widget shows, and what the server says.'],
  [['R1.1', 'R1.2'], 'The trace itself', 'Whether the story can be believed, and joined with the server’s.'],
];

const severityWords: Record<Rule['severity'], string> = {
  critical: 'critical: data is lost, doubled, or seen by the wrong person',
  major: 'major: somebody is misled or kept waiting',
  minor: 'minor: nobody notices but us',
};

/** `docs/invariants.md`, whole. */
export function invariantsDocument(): string {
  assertComplete();
  return [
    '# Promises',
    '<!-- Generated from shared/src/invariants by `npm run docs`. Changes made here are lost. -->',
    `Hilo makes ${catalogue.length} promises that a machine can check. The same rules judge a debug blob (\`hilo blob check\`), a load while it runs, every browser test and every simulation; those that tables can answer also audit the database (\`hilo audit\`, same names).`,
    'For each there is [a build that breaks it](qa.md#promises-that-are-broken-on-purpose): every test run plays them all, and the panel in DevTools has to find out.',
    verdicts,
    `How bad it is: ${Object.values(severityWords).join(' · ')}.`,
    '## All of them',
    markdownTable(
      ['promise', 'name', 'from', 'severity'],
      rulesInOrder().map((rule) => [rule.promise, linkTo(rule.id), rule.requirement, rule.severity]),
    ),
    ...families.flatMap(([requirements, title, words]) => [
      `## ${title}`,
      words,
      ...rulesOf(requirements).map(ruleSection),
    ]),
  ]
    .join('\n\n')
    .concat('\n');
}

const verdicts = markdownTable(
  ['verdict', 'means'],
  [
    ['held', 'It was put to the test, and kept.'],
    ['broken', 'It was not kept. The evidence is the smallest set of events that proves it.'],
    [
      'still has time',
      'Something is expected, and its deadline is not over. Deadlines run only while the page is online and awake.',
    ],
    ['cannot be said', 'The trace has a gap: nothing broken was seen, but something may be missing.'],
    ['not put to the test', 'Nothing happened that could have broken it.'],
  ],
);

function ruleSection(rule: Rule): string {
  const scope = rule.scope === 'load' ? 'one load by itself' : 'all loads together';
  return [
    `### ${rule.id}`,
    `**${rule.promise}**`,
    `- If it is broken: ${rule.meaning}\n- Look first: ${rule.look}\n- ${rule.severity}, from ${rule.requirement}, judged over ${scope}`,
  ].join('\n\n');
}

function linkTo(id: string): string {
  return `[${id}](#${id})`;
}

function rulesOf(requirements: readonly string[]): Rule[] {
  return catalogue.filter((rule) => requirements.includes(rule.requirement));
}

function rulesInOrder(): Rule[] {
  return families.flatMap(([requirements]) => rulesOf(requirements));
}

/** A rule of a requirement that no family names would silently be missing. */
function assertComplete(): void {
  const missing = catalogue.filter((rule) => !rulesInOrder().includes(rule));
  if (missing.length > 0) throw new Error(`assert: no family for ${missing.map(({ id }) => id).join(', ')}`);
}
