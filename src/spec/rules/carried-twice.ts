import type { SpecRule } from "../../model/rule.ts";
import { problem, shown } from "../diagnose.ts";
import { locate } from "../facts/place.ts";

export const carriedTwice: SpecRule = {
  id: "carried-twice",
  severity: "error",
  find: (architecture) => {
    const carrier = new Map<string, string>();
    return architecture.queues.flatMap((queue) =>
      queue.carries.flatMap((event, index) => {
        const other = carrier.get(event);
        if (other === undefined) carrier.set(event, queue.name);
        if (other === undefined || other === queue.name) return [];
        return [
          problem(
            "carried-twice",
            locate(architecture, `queues.${queue.name}.carries.${index}`),
            `${shown(event)} travels in two queues, ${shown(other)} and ${shown(queue.name)}: it would arrive twice.`,
            {
              help: "Name it in one of them.",
              related: [{ message: "the other queue", at: locate(architecture, `queues.${other}`) }],
            },
          ),
        ];
      }),
    );
  },
};
