// Every row on one system, in the order of the table.
import { runRow } from "./rig/check.mjs";
import { openRig } from "./rig/index.mjs";
import authentication from "./rows/authentication.mjs";
import callers from "./rows/callers.mjs";
import data, { last as kept } from "./rows/data.mjs";
import input from "./rows/input.mjs";
import load from "./rows/load.mjs";
import objects, { last as shown } from "./rows/objects.mjs";
import operation from "./rows/operation.mjs";
import personal from "./rows/personal.mjs";
import protocol, { judges, last } from "./rows/protocol.mjs";
import requests from "./rows/requests.mjs";
import telling from "./rows/telling.mjs";
import text from "./rows/text.mjs";

export const ROWS = [...authentication, ...callers, ...objects, ...input, ...text, ...protocol, ...requests, ...data, ...personal, ...operation, ...telling, ...load, ...shown, ...judges, ...kept, ...last];

const wanted = (rows, { long }) => ROWS.filter((row) => (rows.length === 0 || rows.includes(row.id)) && (long || row.long !== true));

/** @param tell hears of each row as it ends */
export async function blackBox(example, topology, { rows = [], long = false, change, tell = () => undefined } = {}) {
  const rig = await openRig(example, topology, change);
  const results = [];
  try {
    for (const row of wanted(rows, { long })) {
      const result = await runRow(row, rig);
      results.push(result);
      tell(result);
    }
  } finally {
    await rig.close();
  }
  return results;
}
