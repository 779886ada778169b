import type { SpecRule } from "../../model/rule.ts";
import { problem, shown } from "../diagnose.ts";
import { locate } from "../facts/place.ts";

export const lostMessages: SpecRule = {
  id: "lost-messages",
  severity: "warning",
  find: (architecture) =>
    architecture.queues
      .filter(({ deadLetter, carries }) => !deadLetter && carries.length > 0)
      .map(({ name, attempts }) =>
        problem(
          "lost-messages",
          locate(architecture, `queues.${name}.deadLetter`),
          `What ${shown(name)} carries is thrown away after ${attempts === 1 ? "one attempt" : `${attempts} attempts`}.`,
          { severity: "warning", help: "Write `deadLetter: true`: what failed is then kept, looked at and replayed with `npm run dead-letters`." },
        ),
      ),
};
