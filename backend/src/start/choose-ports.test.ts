import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { choosePorts } from './choose-ports.ts';
import { findFreePort } from './ports.ts';

it('gives neighbours different ports, also where the first one moves onto the second’s', async () => {
  const { port } = await findFreePort(0);
  const busy = createServer().listen(port, '127.0.0.1');
  await once(busy, 'listening');
  const chosen = await choosePorts([port, port + 1, port + 2], '127.0.0.1');
  busy.close();
  expect(new Set(chosen.map((one) => one.port)).size).toBe(3);
  expect(chosen[0]).toMatchObject({ preferred: port, taken: true });
});

it('takes any where any will do', async () => {
  const chosen = await choosePorts([0, 0], '127.0.0.1');
  expect(chosen.map((one) => one.taken)).toEqual([false, false]);
});
