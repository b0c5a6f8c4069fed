import { type ErrorCode, errors } from '@hilo/shared/errors.ts';
import { limits } from '@hilo/shared/limits.ts';
import type { Route } from '@hilo/shared/protocol/route.ts';
import { type RouteName, routes } from '@hilo/shared/protocol/routes.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CallOptions, call, callOk, newId, newToken, newTraceparent } from '../testing/call.ts';
import { fingerprint } from '../testing/fingerprint.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';
import { type Fixtures, makeFixtures, validCall } from '../testing/valid-calls.ts';

let server: TestServer;
let fixtures: Fixtures;

beforeAll(async () => {
  server = await startTestServer();
  fixtures = await makeFixtures(server);
});
afterAll(() => server.stop());

const all = Object.entries(routes) as [RouteName, Route][];
const names = (is: (route: Route) => unknown) => all.filter(([, route]) => is(route)).map(([name]) => name);
const isVisitors = (route: Route) => route.auth.startsWith('visitor');
const withBody = names((route) => route.body);
const withParam = (param: string) => names((route) => route.path.includes(`/:${param}`));

type Options = CallOptions<RouteName>;
type Change = (call: Options) => Options;

/** Calls rightly but for one thing, and expects this failure, told as it should be, and nothing changed. */
async function expectRefused(
  name: RouteName,
  change: Change,
  code: ErrorCode,
): Promise<{ detail: string; pointers: string[] }> {
  const before = await fingerprint(server.pool);
  const traceparent = newTraceparent();
  const options = change(validCall(name, fixtures));
  const result = await call(server.origin, name, {
    ...options,
    headers: { traceparent, ...options.headers },
  });
  expect(result.problem).toMatchObject({
    type: `urn:hilo:problem:${code}`,
    code,
    status: errors[code].status,
    title: errors[code].title,
    traceId: traceparent.slice(3, 35),
  });
  expect(result.status).toBe(errors[code].status);
  expect(result.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(result.problem.detail).toMatch(/^[A-Z].*\.$/s);
  expect(await fingerprint(server.pool)).toEqual(before);
  return {
    detail: result.problem.detail,
    pointers: (result.problem.errors ?? []).map(({ pointer }) => pointer),
  };
}

const withBodyField =
  (field: string, value: unknown): Change =>
  (options) => ({
    ...options,
    body: { ...(options.body as object), [field]: value },
  });
const withoutBodyField =
  (field: string): Change =>
  (options) => {
    const { [field]: _, ...body } = options.body as Record<string, unknown>;
    return { ...options, body };
  };
const withParamValue =
  (param: string, value: string): Change =>
  (options) => ({
    ...options,
    params: { ...options.params, [param]: value },
  });

describe('bodies', () => {
  it.each(withBody)('%s: not JSON', async (name) => {
    await expectRefused(name, (options) => ({ ...options, body: '{"a":' }), 'invalid_json');
    await expectRefused(name, (options) => ({ ...options, body: '' }), 'invalid_json');
  });

  it.each(withBody)('%s: not an object', async (name) => {
    for (const body of ['[]', 'null', '"text"', '7']) {
      await expectRefused(name, (options) => ({ ...options, body }), 'invalid_request');
    }
  });

  it.each(withBody)('%s: not said to be JSON', async (name) => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/json; charset=latin1',
    ]) {
      const headers = { 'Content-Type': type };
      await expectRefused(name, (options) => ({ ...options, headers }), 'unsupported_media_type');
    }
    const headers = { 'Content-Encoding': 'gzip' };
    await expectRefused(name, (options) => ({ ...options, headers }), 'unsupported_media_type');
  });

  it.each(withBody)('%s: too long, and says how long it may be', async (name) => {
    const body = JSON.stringify({ padding: 'x'.repeat(limits.requestBodyBytesMax) });
    const { detail } = await expectRefused(name, (options) => ({ ...options, body }), 'body_too_large');
    expect(detail).toContain(String(limits.requestBodyBytesMax));
  });

  it.each(withBody)('%s: a field that is not known', async (name) => {
    const { pointers } = await expectRefused(name, withBodyField('isAdmin', true), 'invalid_request');
    expect(pointers).toEqual(['/body/isAdmin']);
  });
});

function fieldsOf(name: RouteName): string[] {
  const body = (routes[name] as Route).body as { shape?: Record<string, unknown> } | undefined;
  return Object.keys(body?.shape ?? {});
}
const bodyFields = withBody.flatMap((name) => fieldsOf(name).map((field) => [name, field] as const));

describe('fields', () => {
  it.each(bodyFields)('%s: %s is missing', async (name, field) => {
    const { pointers } = await expectRefused(name, withoutBodyField(field), 'invalid_request');
    expect(pointers[0]).toMatch(`/body/${field}`);
  });

  it.each(bodyFields)('%s: %s is of the wrong type', async (name, field) => {
    for (const value of [[[]], true, 3.5]) {
      const { pointers } = await expectRefused(name, withBodyField(field, value), 'invalid_request');
      expect(pointers[0]).toMatch(`/body/${field}`);
    }
  });

  const ids = bodyFields.filter(([, field]) => /Id$/.test(field));
  it.each(ids)('%s: %s is not a UUID', async (name, field) => {
    for (const value of [
      '',
      'x',
      newId().toUpperCase(),
      `${newId()}0`,
      '00000000-0000-0000-0000-000000000000',
    ]) {
      await expectRefused(name, withBodyField(field, value), 'invalid_request');
    }
  });

  const texts = (['sendMessage', 'reply', 'addNote'] as const).map((name) => [name] as const);
  it.each(texts)('%s: text that is blank, too long, or not text', async (name) => {
    const bad = [
      '',
      ' \n\t ',
      '\u00a0\u2003',
      'x'.repeat(limits.messageBodyCharsMax + 1),
      'nul \u0000 byte',
      'escape \u001b[31m',
      'half \ud83d a pair',
    ];
    for (const text of bad) {
      const { pointers } = await expectRefused(name, withBodyField('body', text), 'invalid_request');
      expect(pointers).toEqual(['/body/body']);
    }
  });

  it('sendMessage: bytes that are not UTF-8', async () => {
    const { ana } = fixtures;
    const before = await fingerprint(server.pool);
    const path = `/v1/widgets/${ana.widgetId}/conversations/${ana.conversationId}/messages`;
    const response = await fetch(server.origin + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${ana.token}` },
      body: new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
    });
    expect(await response.json()).toMatchObject({ code: 'invalid_json' });
    expect(await fingerprint(server.pool)).toEqual(before);
  });

  it.each([
    ['name', ''],
    ['name', 'x'.repeat(limits.contactNameCharsMax + 1)],
    ['email', 'not an address'],
    ['email', `${'x'.repeat(limits.contactEmailCharsMax)}@example.com`],
    ['phone', 'call me'],
    ['nickname', 'Ani'],
  ])('prechat: %s %o', async (field, value) => {
    const { pointers } = await expectRefused(
      'prechat',
      withBodyField('fields', { [field]: value }),
      'invalid_request',
    );
    expect(pointers[0]).toBe(`/body/fields/${field}`);
  });

  it.each([
    [{ kind: 'rated', rating: 0, comment: null }],
    [{ kind: 'rated', rating: 6, comment: null }],
    [{ kind: 'rated', rating: 4.5, comment: null }],
    [{ kind: 'rated', rating: 4, comment: '  ' }],
    [{ kind: 'rated', rating: 4, comment: 'x'.repeat(limits.surveyCommentCharsMax + 1) }],
    [{ kind: 'shrugged' }],
  ])('answerSurvey: %o', async (answer) => {
    await expectRefused('answerSurvey', withBodyField('answer', answer), 'invalid_request');
  });
});

describe('query', () => {
  const query =
    (given: Record<string, string>): Change =>
    (options) => ({ ...options, query: given });
  it.each([
    ['sync', {}, 'invalid_request'],
    ['sync', { cursor: 'nonsense' }, 'invalid_request'],
    ['sync', { cursor: `${newId()}:-1` }, 'invalid_request'],
    ['listMessages', { beforeSeq: '0' }, 'invalid_request'],
    ['listMessages', { beforeSeq: 'many' }, 'invalid_request'],
    ['listConversations', { before: 'x' }, 'invalid_request'],
    ['bootstrap', { deviceId: 'x' }, 'invalid_request'],
    ['inbox', {}, 'invalid_request'],
    ['inbox', { filter: 'everything' }, 'invalid_request'],
    ['inbox', { filter: 'all', search: 'x'.repeat(121) }, 'invalid_request'],
    ['inboxSync', { cursor: 'x' }, 'invalid_request'],
    ['earlierMessages', {}, 'invalid_request'],
  ] as const)('%s %o', async (name, given, code) => {
    await expectRefused(name, query(given), code);
  });

  it('names a field that is given twice', async () => {
    const path = `/v1/widgets/${fixtures.ana.widgetId}/sync?cursor=a&cursor=b`;
    const response = await fetch(server.origin + path, {
      headers: { Authorization: `Bearer ${fixtures.ana.token}` },
    });
    expect(await response.json()).toMatchObject({
      code: 'invalid_request',
      errors: [{ pointer: '/query/cursor' }],
    });
  });
});

describe('ids in the address', () => {
  const uuidParams = (['conversationId', 'sessionId', 'contactId', 'messageId'] as const).flatMap((param) =>
    withParam(param).map((name) => [name, param] as const),
  );

  it.each(uuidParams)('%s: %s is not a UUID', async (name, param) => {
    for (const value of ['x', newId().toUpperCase(), '%00', "' OR 1=1 --"]) {
      const { pointers } = await expectRefused(name, withParamValue(param, value), 'invalid_request');
      expect(pointers).toContain(`/params/${param}`);
    }
  });

  it.each(uuidParams)('%s: %s does not exist', async (name, param) => {
    await expectRefused(name, withParamValue(param, newId()), 'not_found');
  });

  const visitorParams = uuidParams.filter(([name]) => isVisitors(routes[name]));
  it.each(visitorParams)('[E7] %s: %s is another contact’s, or another company’s', async (name, param) => {
    for (const other of [fixtures.bruno, fixtures.vera]) {
      await expectRefused(name, withParamValue(param, other[param]), 'not_found');
    }
  });

  const agentParams = uuidParams.filter(([name]) => !isVisitors(routes[name]));
  it.each(agentParams)('[E7] %s: %s is another company’s', async (name, param) => {
    const params = { ...validCall(name, fixtures).params, ...fixtures.vera };
    await expectRefused(
      name,
      (options) => ({ ...options, params: { ...options.params, [param]: String(params[param]) } }),
      'not_found',
    );
  });

  it.each(names(isVisitors))('%s: the widget does not exist, or cannot', async (name) => {
    await expectRefused(name, withParamValue('widgetId', 'wgt_nobody'), 'not_found');
    await expectRefused(name, withParamValue('widgetId', 'WGT-1'), 'invalid_request');
  });

  it('says which address takes which method', async () => {
    const response = await fetch(`${server.origin}/v1/agent/sign-in`, { method: 'DELETE' });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
    expect(await response.json()).toMatchObject({ code: 'method_not_allowed' });
  });

  it.each(['/v1', '/v1/nothing/here', '/v1/widgets', '/..%2f..%2fetc/passwd', '/%'])(
    'knows no %s',
    async (path) => {
      const response = await fetch(server.origin + path);
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({
        code: 'not_found',
        traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
      });
    },
  );
});

describe('ids in the body', () => {
  it('[D2] markRead: a message of another conversation', async () => {
    for (const id of [fixtures.bruno.messageId, fixtures.vera.messageId, newId()]) {
      await expectRefused('markRead', withBodyField('lastReadMessageId', id), 'not_found');
      await expectRefused('agentRead', withBodyField('lastReadMessageId', id), 'not_found');
    }
  });

  it('assign: somebody who is no colleague', async () => {
    for (const id of [server.norte.agentId, newId()]) {
      await expectRefused('assign', withBodyField('agentId', id), 'not_found');
    }
  });

  it('answerSurvey: where none is due', async () => {
    await expectRefused('answerSurvey', (options) => options, 'survey_not_due');
  });
});

describe('origin', () => {
  it.each(names(isVisitors))(
    '%s: a page that is not on the list, told so in a way that it can read',
    async (name) => {
      for (const Origin of ['https://evil.example', 'null', `${server.alfar.origin}.evil.example`]) {
        const before = await fingerprint(server.pool);
        const options = validCall(name, fixtures);
        const { problem, headers } = await call(server.origin, name, { ...options, headers: { Origin } });
        expect(problem.code).toBe('origin_not_allowed');
        expect(headers.get('access-control-allow-origin')).toBe('*');
        expect(await fingerprint(server.pool)).toEqual(before);
      }
    },
  );
});

describe('credentials', () => {
  const needToken = names((route) => route.auth === 'visitor' || route.auth === 'visitor_or_new');

  it.each(needToken)('%s: no token', async (name) => {
    await expectRefused(name, (options) => ({ ...options, token: undefined }), 'token_missing');
    const headers = { Authorization: 'Basic YTpi' };
    await expectRefused(name, (options) => ({ ...options, token: undefined, headers }), 'token_missing');
  });

  it.each(names((route) => route.auth === 'visitor'))('%s: a forged token', async (name) => {
    for (const token of [newToken(), 'short', fixtures.agentToken]) {
      await expectRefused(name, (options) => ({ ...options, token }), 'token_unknown');
    }
  });

  it.each(names((route) => route.auth === 'visitor_or_new'))(
    '%s: what is not shaped like a token',
    async (name) => {
      for (const token of ['short', 'x'.repeat(44), `${'x'.repeat(42)}=`]) {
        await expectRefused(name, (options) => ({ ...options, token }), 'token_unknown');
      }
    },
  );

  it('[E7] another company’s token opens nothing', async () => {
    const { token } = fixtures.vera;
    for (const name of names((route) => route.auth === 'visitor')) {
      await expectRefused(name, (options) => ({ ...options, token }), 'token_unknown');
    }
  });

  it('[E8] a revoked token opens nothing, on no route, and says so', async () => {
    const { ana } = fixtures;
    const token = newToken();
    const params = { widgetId: ana.widgetId };
    await callOk(server.origin, 'startSession', {
      params,
      token,
      body: { clientStartId: newId(), deviceId: newId(), intent: 'open', replacesConversationId: null },
    });
    await callOk(server.origin, 'logout', { params, token, body: { deviceId: newId() } });
    for (const name of needToken.filter((each) => each !== 'logout')) {
      await expectRefused(name, (options) => ({ ...options, token }), 'token_revoked');
    }
  });

  it.each(names((route) => route.auth === 'agent'))('%s: not signed in', async (name) => {
    for (const token of [undefined, 'forged', newToken(), fixtures.ana.token]) {
      await expectRefused(name, (options) => ({ ...options, token }), 'agent_unauthorized');
    }
  });

  it('signIn: a wrong password and an unknown e-mail are told alike', async () => {
    const wrong = await expectRefused('signIn', withBodyField('password', 'wrong'), 'wrong_credentials');
    const unknown = await expectRefused(
      'signIn',
      withBodyField('email', 'nobody@example.com'),
      'wrong_credentials',
    );
    expect(unknown.detail).toBe(wrong.detail);
  });

  const proofs = [
    ['a wrong hash', { kind: 'hmac', userId: 'ana', userHash: 'f'.repeat(64) }, 'identity_unproven'],
    ['no JWT', { kind: 'jwt', jwt: 'not.a.jwt' }, 'identity_unproven'],
    [
      'an unsigned JWT',
      { kind: 'jwt', jwt: `${encode({ alg: 'none' })}.${encode({ sub: 'ana' })}.` },
      'identity_unproven',
    ],
    ['an unknown kind', { kind: 'email', email: 'ana@example.com' }, 'invalid_request'],
    ['a hash that is none', { kind: 'hmac', userId: 'ana', userHash: 'xyz' }, 'invalid_request'],
    ['no proof', { kind: 'hmac', userId: 'ana' }, 'invalid_request'],
    ['no user', { kind: 'hmac', userId: '', userHash: 'f'.repeat(64) }, 'invalid_request'],
  ] as const;
  it.each(proofs)('[E6] identify: %s', async (_what, proof, code) => {
    await expectRefused('identify', withBodyField('proof', proof), code);
  });
});

function encode(json: object): string {
  return Buffer.from(JSON.stringify(json)).toString('base64url');
}
