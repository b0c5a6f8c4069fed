import { join } from 'node:path';
import { localDataFolder } from '../../backend/src/cli/database.ts';
import { findRunningLocalPostgres } from '../../backend/src/db/local-postgres.ts';
import type { Running } from '../../backend/src/start/running-file.ts';
import { connectDatabase, type Database } from './database.ts';
import { makeHome, removeHome } from './home.ts';
import { findFreeBase } from './ports.ts';
import { type Product, startProduct } from './product.ts';
import { type Cable, startWire } from './wire.ts';

/**
 * The whole product, running for tests as for a person: `npm start` with a Postgres of its own and two demo sites, and
 * a wire between browsers and server whose cables a test can pull.
 */
export interface World extends Pick<Running, 'serverOrigin' | 'shopOrigin' | 'appOrigin' | 'password'> {
  /** Where agents find the inbox, and every browser the server. */
  readonly publicOrigin: string;
  /** Between visitors and the server. */
  readonly cable: Cable;
  /** Between the inboxes and the server. */
  readonly agentsCable: Cable;
  readonly database: Database;
  /** Ends the product, cleanly or as a crash would, and resolves before it runs again. */
  stopProduct(how: 'asked' | 'killed'): Promise<void>;
  /** Starts it again on the same data and ports. */
  startProduct(): Promise<void>;
  close(): Promise<void>;
}

/** `root`: the checkout that runs, where it is not this one. */
export async function createWorld(root?: string): Promise<World> {
  const home = await makeHome();
  const port = await findFreeBase(3);
  const wire = await startWire(() => port);
  const options = { dataDir: home, port, publicOrigin: wire.origin, ...(root && { root }) };
  let product: Product | undefined;
  let database: Database | undefined;
  const start = async () => {
    product = await startProduct(options);
    const url = await findRunningLocalPostgres({ dataDir: join(home, localDataFolder) });
    if (url === undefined) throw new Error('the product runs without a database of its own');
    database = await connectDatabase(url);
  };
  const stop = async (how: 'asked' | 'killed') => {
    await database?.close();
    database = undefined;
    const ending = product;
    product = undefined;
    await (how === 'asked' ? ending?.stop() : ending?.kill());
  };
  const close = async () => {
    try {
      await stop('asked');
    } finally {
      await wire.close();
      await removeHome(home);
    }
  };
  try {
    await start();
  } catch (error) {
    await close();
    throw error;
  }
  const { serverOrigin, shopOrigin, appOrigin, password } = product!.running;
  return {
    serverOrigin,
    shopOrigin,
    appOrigin,
    password,
    publicOrigin: wire.origin,
    cable: wire.visitors,
    agentsCable: wire.agents,
    get database() {
      if (!database) throw new Error('the product is stopped');
      return database;
    },
    stopProduct: stop,
    startProduct: start,
    close,
  };
}
