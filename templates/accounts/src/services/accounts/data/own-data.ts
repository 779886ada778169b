import { accountRows, endAccount } from "../../../platform/kernel/personal-account.ts";
import { erasureRecords } from "../../../platform/kernel/personal-erasure.ts";
import type { OwnDataStore } from "../application/ports.ts";
import { accountTables } from "./personal-tables.ts";

const records = erasureRecords("accounts");

/** Tokens that were given before an erasure began are good until then, and rows may be made with them. */
const OUT = "begun_at + $1 * interval '1 millisecond'";

const underWay = {
  name: "erasure under way",
  text: `select 1 from "accounts"."_erasure" where subject = $2 and (finished_at is null or ${OUT} > now())`,
};

const due = {
  name: "erasure due",
  text: `select subject from "accounts"."_erasure"
    where finished_at is null or (finished_at < ${OUT} and ${OUT} <= now())`,
};

/** What the accounts hold about a user, on Postgres. */
export const ownDataStore: OwnDataStore = {
  held: (queries, user) => accountRows(accountTables, queries, user),
  end: (queries, user) => endAccount(accountTables, queries, user),
  isUnderWay: async (queries, user, lifeMs) => (await queries.run(underWay, [lifeMs, user])).length > 0,
  note: async (queries, user, isFinished) => {
    await queries.run(isFinished ? records.finish : records.begin, [user]);
  },
  due: async (queries, lifeMs) =>
    (await queries.run<{ readonly subject: string }>(due, [lifeMs])).map(({ subject }) => subject),
};
