import { createHash } from 'node:crypto';
import { createPgDriverFactory } from '@slonik/pg-driver';
import type { DriverFactory } from 'slonik';

/**
 * The library's driver, with every statement named, so that Postgres parses and plans it once per connection.
 * Statements must come from a bounded set of texts: values go into parameters, lists into arrays.
 */
export const createPreparingDriver: DriverFactory = async (configuration) => {
  const driver = await createPgDriverFactory()(configuration);
  return {
    createClient: async () => {
      const client = await driver.createClient();
      // pg's `query` takes a config object where the driver passes a text on; this is the only way in.
      const query = (text: string, values?: unknown[]) =>
        client.query({ name: nameOf(text), text } as unknown as string, values);
      return { ...client, query };
    },
  };
};

const names = new Map<string, string>();

function nameOf(text: string): string {
  const known = names.get(text);
  if (known) return known;
  const name = `hilo_${createHash('sha256').update(text).digest('base64url').slice(0, 24)}`;
  names.set(text, name);
  return name;
}
