import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { findFreePort } from './ports.ts';

const open: Server[] = [];

afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

describe('findFreePort', () => {
  it('gives the preferred port where it is free', async () => {
    const { port } = await findFreePort(0);
    expect(await findFreePort(port)).toEqual({ port, taken: false });
  });

  it('gives another, and says so, where it is taken', async () => {
    const { port: busy } = await findFreePort(0);
    await occupy(busy, '127.0.0.1');
    const found = await findFreePort(busy);
    expect(found.taken).toBe(true);
    expect(found.port).not.toBe(busy);
    await occupy(found.port, '127.0.0.1');
  });

  it('sees a port that is taken on every address', async () => {
    const { port: busy } = await findFreePort(0, '0.0.0.0');
    await occupy(busy, '0.0.0.0');
    expect((await findFreePort(busy)).taken).toBe(true);
  });

  it('does not leave the range of ports', async () => {
    const found = await findFreePort(65_535);
    expect(found.port).toBeLessThanOrEqual(65_535);
  });

  it('passes on what is not about the port', async () => {
    await expect(findFreePort(0, '203.0.113.1')).rejects.toMatchObject({ code: 'EADDRNOTAVAIL' });
  });
});

async function occupy(port: number, host: string): Promise<void> {
  const server = createServer().listen(port, host);
  open.push(server);
  await once(server, 'listening');
}
