/** Wrong migrations, by what is wrong with them: each takes the statements of one side of a migration that the generator made, and gives others. */
export const PLANTS = {
  "deletes what left the spec": { up: (text, id) => (id.includes("keep-") ? text.replace(/alter column ("\w+") drop not null/g, "drop column $1") : text) },
  "renames and forgets": { up: (text) => text.replace(/alter table (\S+) rename column "\w+" to ("\w+");/g, "$& update $1 set $2 = null;") },
  "fills with something else": { up: (text) => text.replace(/not null default 'none'/g, "not null default 'nothing'").replace(/not null default 7\b/g, "not null default 8") },
  "copies nothing": { up: (text) => (text.startsWith("do $$") && text.includes('"_next_') ? "select 1" : text) },
  "takes nothing back": { down: (text) => (/drop column/.test(text) ? "select 1;" : text) },
  "leaves an index out": { up: (text) => text.replace(/create index [^;]*;/g, "select 1;").replace(/^create index [\s\S]*$/g, "select 1") },
};

/** The same migration with a plant in it. */
export function planted(migration, plant) {
  const side = (name) => {
    const turn = PLANTS[plant][name] ?? ((text) => text);
    return typeof migration[name] === "string" ? turn(migration[name], migration.id) : migration[name].map((text) => turn(text, migration.id));
  };
  return { ...migration, up: side("up"), down: side("down") };
}
