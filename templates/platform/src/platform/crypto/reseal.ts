import { setTimeout } from "node:timers/promises";
import type { Cipher, SealedTable } from "../kernel/cipher.ts";
import { ok } from "../kernel/result.ts";
import type { Database, Statement } from "../kernel/world.ts";

type Row = Readonly<Record<string, string | null>>;

const BATCH = 200;
const PAUSE_MS = 200;

const statementsOf = ({ table, columns }: SealedTable): Readonly<Record<"find" | "left" | "write", Statement>> => {
  const names = columns.map(({ column }, index) => `${column} as "c${index}"`);
  const old = columns.map(({ column }) => `(${column} is not null and not starts_with(${column}, $1))`);
  const written = columns.flatMap(({ column, index }) => [column, ...(index === null ? [] : [index])]);
  return {
    find: {
      name: `reseal find ${table}`.slice(0, 63),
      text: `select id, ${names.join(", ")} from ${table} where ${old.join(" or ")} order by id limit $2 for update skip locked`,
    },
    left: {
      name: `reseal left ${table}`.slice(0, 63),
      text: `select exists (select from ${table} where ${old.join(" or ")}) as "isLeft"`,
    },
    write: {
      name: `reseal write ${table}`.slice(0, 63),
      text: `update ${table} set ${written.map((column, index) => `${column} = $${index + 2}`).join(", ")} where id = $1`,
    },
  };
};

/** The values of one row, sealed anew, each with its blind index where it has one. */
const valuesOf = async (cipher: Cipher, { columns }: SealedTable, row: Row): Promise<readonly (string | null)[]> => {
  const values: (string | null)[] = [];
  for (const [index, column] of columns.entries()) {
    const stored = row[`c${index}`] ?? null;
    const place = `${column.field} ${row["id"]}`;
    const plain = stored === null ? null : await cipher.open(place, stored);
    values.push(plain === null ? null : await cipher.seal(place, plain));
    if (column.index !== null) values.push(plain === null ? null : await cipher.blind(column.field, plain));
  }
  return values;
};

/**
 * Seals under the current key whatever lies under another or in the clear, batch by batch, while the system runs.
 * @returns how many rows
 */
export const reseal = async (
  database: Database,
  cipher: Cipher,
  current: string,
  table: SealedTable,
): Promise<number> => {
  const { find, left, write } = statementsOf(table);
  let done = 0;
  for (;;) {
    const batch = await database.transaction(async (transaction) => {
      const rows = await transaction.run<Row>(find, [`sealed:${current}:`, BATCH]);
      for (const row of rows) await transaction.run(write, [row["id"], ...(await valuesOf(cipher, table, row))]);
      return ok(rows.length);
    });
    if (!batch.ok) throw new Error(batch.failure.message);
    done += batch.value;
    if (batch.value === BATCH) continue;
    // A row that somebody holds was passed over; it comes later, for the old key may be thrown away after this.
    const [rest] = await database.run<{ isLeft: boolean }>(left, [`sealed:${current}:`]);
    if (rest?.isLeft !== true) return done;
    await setTimeout(PAUSE_MS);
  }
};
