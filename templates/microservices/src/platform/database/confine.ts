import { connected } from "./migrate.ts";
import { quoted, roleOf } from "./schema.ts";

/** Only a login that has the role of the service may come into its database, and whoever owns it. */
export const confine = (url: string, service: string): Promise<void> =>
  connected(url, async (client) => {
    const { rows } = await client.query<{ name: string }>("select current_database() as name");
    const database = quoted(rows[0]?.name ?? "");
    const role = roleOf(service);
    await client.query(`revoke connect on database ${database} from public`);
    if (role !== null) await client.query(`grant connect on database ${database} to ${quoted(role)}`);
  });
