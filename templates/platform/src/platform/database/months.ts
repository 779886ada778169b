import { connected } from "./migrate.ts";
import { schemaOf } from "./schema.ts";

/** Makes the parts of this month and the next ones, where a table of the service lies by months. */
export const makeMonths = (url: string, service: string): Promise<void> =>
  connected(url, async (client) => {
    await client.query(`select "${schemaOf(service)}"."_keep_months"()`);
  });
