// What a row says it looked at, and what it found.

/** A row that does not concern this system; the message is the reason. */
export class NotApplicable extends Error {}

const MOST_FAULTS = 8;

export const excerpt = (answer) => `${answer.status} ${answer.text.slice(0, 160).replaceAll(/\s+/g, " ")}`;

export function createCheck() {
  const faults = [];
  let count = 0;
  return {
    /** @param {boolean} holds @param {string | (() => string)} what is wrong where it does not hold */
    that: (holds, what) => {
      count += 1;
      if (!holds) faults.push(typeof what === "function" ? what() : what);
    },
    notApplicable: (reason) => {
      throw new NotApplicable(reason);
    },
    result: () => ({ count, faults }),
  };
}

/** Runs a row. Nothing looked at is no pass. */
export async function runRow(row, rig) {
  const check = createCheck();
  const begun = performance.now();
  const outcome = (status, more) => ({ id: row.id, title: row.title, status, ms: Math.round(performance.now() - begun), ...more });
  try {
    await row.run(rig, check);
  } catch (error) {
    if (error instanceof NotApplicable) return outcome("not applicable", { reason: error.message });
    return outcome("failed", { checks: check.result().count, faults: [...check.result().faults.slice(0, MOST_FAULTS), String(error.stack ?? error)] });
  }
  const { count, faults } = check.result();
  if (count === 0) return outcome("failed", { checks: 0, faults: ["nothing was looked at"] });
  if (faults.length === 0) return outcome("passed", { checks: count });
  const more = faults.length > MOST_FAULTS ? [`and ${faults.length - MOST_FAULTS} more`] : [];
  return outcome("failed", { checks: count, faults: [...faults.slice(0, MOST_FAULTS), ...more] });
}

/** So many at a time; a fault of one is the fault of all. */
export async function each(list, work, atOnce = 8) {
  const rest = list.map((item, index) => [item, index]);
  const worker = async () => {
    for (let next = rest.shift(); next !== undefined; next = rest.shift()) await work(...next);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, list.length) }, worker));
}
