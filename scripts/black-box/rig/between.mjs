// A way to be between a unit and its databases.
import { by } from "./copy.mjs";
import { createProxy } from "./proxy.mjs";

/** All databases of a unit by way of a proxy: what its environment must say for that. */
export async function withProxy(unit) {
  const port = Number(new URL(unit.environment["DATABASE_URL"]).port);
  const proxy = await createProxy(port);
  const env = Object.fromEntries(
    Object.entries(unit.environment)
      .filter(([name, value]) => /_URL$/.test(name) && /^postgres/.test(value) && new URL(value).port === String(port))
      .map(([name, value]) => [name, by(value, proxy.port)]),
  );
  return { proxy, env };
}
