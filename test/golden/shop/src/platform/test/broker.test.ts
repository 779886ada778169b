import type { Routes } from "../broker/broker.ts";
import { createEmbeddedBroker } from "../broker/embedded/broker.ts";
import { migrateBroker } from "../broker/embedded/tables.ts";
import { connected } from "../database/migrate.ts";
import { quoted } from "../database/schema.ts";
import { describeBroker } from "./broker-suite.ts";

const nameOf = (url: string): string => decodeURIComponent(new URL(url).pathname.slice(1));

/** A database of its own for each test. */
const ownUrl = (url: string, routes: Routes): string => `${url}_${routes.system}`;

describeBroker({
  name: "embedded",
  url: process.env["TEST_DATABASE_URL"] ?? "",
  open: async (url, routes, log) => createEmbeddedBroker(ownUrl(url, routes), routes, log),
  prepare: (url, routes) => migrateBroker(ownUrl(url, routes), routes.subscriptions),
  forget: async (url, routes) => {
    const drop = `drop database ${quoted(nameOf(ownUrl(url, routes)))} with (force)`;
    await connected(url, (client) => client.query(drop));
  },
  movable: true,
  shortestRetentionMs: 1,
});
