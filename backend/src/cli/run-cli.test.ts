import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn } from '../commands/sign-in.ts';
import { startSession } from '../commands/start-session.ts';
import { createPool } from '../db/pool.ts';
import { acquireEmptyDatabase, type TestDatabase } from '../db/test-database.ts';
import { hashToken } from '../identity/hash-token.ts';
import { findAgentOfToken } from '../sql/agent-tokens.ts';
import { newId, newToken, newTraceparent } from '../testing/call.ts';
import { runCli } from './run-cli.ts';
import type { Terminal } from './terminal.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await acquireEmptyDatabase();
});
afterAll(() => database.drop());

interface Run {
  code: number;
  out: string;
  err: string;
}

async function hilo(line: string, terminal: Partial<Terminal> = {}): Promise<Run> {
  const said = { out: [] as string[], err: [] as string[] };
  const code = await runCli(line.split(' ').filter(Boolean), {
    out: (text) => void said.out.push(text),
    err: (text) => void said.err.push(text),
    isInteractive: false,
    ask: () => Promise.reject(new Error('nobody can be asked')),
    variables: { DATABASE_URL: database.url },
    ...terminal,
  });
  return { code, out: said.out.join('\n'), err: said.err.join('\n') };
}

/** Resolves with the token; rejects where e-mail and password do not go together. */
async function signInAs(email: string, password: string): Promise<string> {
  const pool = await createPool(database.url);
  try {
    const context = { pool, traceparent: newTraceparent() };
    return (await signIn(context, { params: {}, query: {}, body: { email, password } })).answer.token;
  } finally {
    await pool.end();
  }
}

async function counts(token: string): Promise<boolean> {
  const pool = await createPool(database.url);
  try {
    return (await findAgentOfToken(pool, hashToken(token))) !== undefined;
  } finally {
    await pool.end();
  }
}

/** Somebody who opened a conversation in acme's widget. */
async function makeContact(): Promise<string> {
  const pool = await createPool(database.url);
  try {
    const { answer } = await startSession(
      { pool, traceparent: newTraceparent() },
      {
        companyId: 'acme',
        widgetId: 'wgt_acme',
        tokenHash: hashToken(newToken()),
        userAgent: '',
        locale: null,
      },
      {
        params: { widgetId: 'wgt_acme' },
        query: {},
        body: { clientStartId: newId(), deviceId: newId(), intent: 'open', replacesConversationId: null },
      },
    );
    return answer.changes.contactId;
  } finally {
    await pool.end();
  }
}

const json = ({ out }: Run) => JSON.parse(out) as Record<string, unknown>;

describe('hilo', () => {
  it('sets up a company from nothing', async () => {
    expect(await hilo('migrate')).toMatchObject({ code: 0, out: expect.stringContaining('Applied 0001-') });
    expect(await hilo('migrate')).toEqual({ code: 0, out: 'The database is up to date.', err: '' });

    const company = await hilo('company create acme --name Acme --policy multiple --solve-after 7d --json');
    expect(json(company)).toEqual({ companyId: 'acme', identitySecret: expect.stringMatching(/^.{43}$/) });

    const widget = await hilo(
      'widget create wgt_acme --company acme --origin https://acme.example --origin https://www.acme.example --prechat name,email? --json',
    );
    expect(json(widget)).toMatchObject({
      widgetId: 'wgt_acme',
      policy: 'multiple',
      prechat: [
        { name: 'name', required: true },
        { name: 'email', required: false },
      ],
    });
    expect(await hilo('widget update wgt_acme --accent #112233 --survey off')).toMatchObject({
      code: 0,
      out: 'Updated widget wgt_acme.',
    });
    expect(json(await hilo('widget update wgt_acme --prechat none --json'))).toMatchObject({
      accent: '#112233',
      survey: false,
      prechat: [],
    });

    const agent = await hilo('agent create Eva@Acme.example --company acme --name Eva');
    expect(agent.out).toMatch(
      /^Created agent Eva \(eva@acme\.example\)\.\nTheir password, shown only now: .{20}$/,
    );
    const chosen = { DATABASE_URL: database.url, HILO_AGENT_PASSWORD: 'chosen by somebody' };
    expect(
      json(
        await hilo('agent create max@acme.example --company acme --name Max --json', { variables: chosen }),
      ),
    ).toEqual({
      agentId: expect.any(String),
      name: 'Max',
      email: 'max@acme.example',
    });

    const token = await signInAs('eva@acme.example', agent.out.split(' ').at(-1) ?? '');
    const changed = await hilo('agent password Eva@Acme.example');
    expect(changed.out).toMatch(
      /^Changed the password of Eva \(eva@acme\.example\), and ended 1 of their sign-ins\.\nTheir .*: .{20}$/,
    );
    expect(await counts(token)).toBe(false);
    await signInAs('eva@acme.example', changed.out.split(' ').at(-1) ?? '');
    await expect(signInAs('eva@acme.example', agent.out.split(' ').at(-1) ?? '')).rejects.toThrow();
    expect((await hilo('agent password nobody@acme.example')).code).toBe(1);

    const rotated = json(await hilo('secret rotate acme --grace 1h --json'));
    expect(rotated['identitySecret']).not.toBe(json(company)['identitySecret']);
    expect(rotated['previousValidUntil']).toBeGreaterThan(Date.now());
  });

  it.each([
    ['', 2, 'Usage: hilo'],
    ['company', 2, 'Usage: hilo company'],
    ['dance', 2, "unknown command 'dance'"],
    ['secret rotate', 2, "missing required argument 'company-id'"],
    ['company create acme2', 2, "required option '--name <name>' not specified"],
    ['company create acme2 --name A --policy some', 2, 'Allowed choices are single, multiple'],
    ['company create acme2 --name A --solve-after soon', 2, 'Give a time like'],
    ['company create UPPER --name A', 2, 'Unable to do that; companyId must be'],
    ['company create acme --name Again', 2, 'the company id acme is taken'],
    ['widget create wgt_x --company nobody', 1, 'Unable to find it'],
    ['widget create wgt_x --company acme --origin shop.example', 2, 'must be an origin'],
    ['widget create wgt_x --company acme --prechat shoe-size', 2, 'Give fields like'],
    ['widget update wgt_nobody --sound off', 1, 'Unable to find it'],
    ['secret rotate nobody', 1, 'Unable to find it'],
    ['contact export nonsense --company acme', 2, 'A contact id is a UUID'],
    [`contact export ${newId()} --company acme`, 1, 'Unable to find it'],
    [`contact erase ${newId()} --company acme`, 2, 'add --yes'],
    [`contact erase ${newId()} --company acme --yes`, 1, 'Unable to find it'],
  ])('hilo %s: %i', async (line, code, words) => {
    const run = await hilo(line);
    expect(run.code).toBe(code);
    expect(run.err).toContain(words);
    expect(run.out).toBe('');
  });

  it('says what it can do, which is no failure', async () => {
    const help = await hilo('--help');
    expect(help).toMatchObject({ code: 0, err: '' });
    for (const name of ['company', 'widget', 'agent', 'secret', 'contact', 'migrate', 'serve']) {
      expect(help.out).toContain(name);
    }
  });

  it('exports a person, and erases them', async () => {
    const contactId = await makeContact();
    const exported = json(await hilo(`contact export ${contactId} --company acme`));
    expect(exported).toMatchObject({ format: 'hilo-contact', companyId: 'acme', contact: { contactId } });
    expect(exported['conversations']).toHaveLength(1);
    expect((await hilo(`contact export ${contactId} --company other`)).code).toBe(1);
    expect(await hilo(`contact erase ${contactId} --company acme --yes`)).toEqual({
      code: 0,
      out: `Erased contact ${contactId}: 1 conversations, 0 messages.`,
      err: '',
    });
    expect((await hilo(`contact export ${contactId} --company acme`)).code).toBe(1);
  });

  it('erases only after a yes', async () => {
    const asked: string[] = [];
    const terminal = (said: string): Partial<Terminal> => ({
      isInteractive: true,
      ask: (question) => {
        asked.push(question);
        return Promise.resolve(said);
      },
    });
    const id = newId();
    expect(await hilo(`contact erase ${id} --company acme`, terminal('no'))).toMatchObject({
      code: 1,
      err: 'Nothing was erased.',
    });
    expect((await hilo(`contact erase ${id} --company acme`, terminal('yes'))).err).toContain(
      'Unable to find it',
    );
    expect(asked[0]).toContain(id);
  });

  it('says which setting is wrong, and where there is no database', async () => {
    expect(await hilo('migrate', { variables: { DATABASE_URL: 'mysql://x' } })).toMatchObject({
      code: 1,
      err: expect.stringContaining('DATABASE_URL must be an address'),
    });
    expect(await hilo('migrate', { variables: { HILO_DATA_DIR: '/nowhere/at/all' } })).toMatchObject({
      code: 1,
      err: 'unable to find a database; set DATABASE_URL, or run npm start first',
    });
    expect(await hilo('serve', { variables: {} })).toMatchObject({
      code: 1,
      err: expect.stringContaining('DATABASE_URL is not set'),
    });
  });
});
