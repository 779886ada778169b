/** Inside a service, but for its face and its history: nobody else imports that. */
const INSIDE = /^services[\\/]([^\\/]+)[\\/](?!contract\.ts$|index\.ts$|data[\\/]migrations[\\/])/;

/**
 * The units that a change concerns; null where it may concern all of them.
 * @param paths below `src/`
 * @param hosts the unit of each service
 */
export const affectedBy = (
  paths: Iterable<string>,
  hosts: Readonly<Record<string, string>>,
): ReadonlySet<string> | null => {
  const units = new Set<string>();
  for (const path of paths) {
    const host = hosts[INSIDE.exec(path)?.[1] ?? ""];
    if (host === undefined) return null;
    units.add(host);
  }
  return units;
};
