import type { SpecRule } from "../../model/rule.ts";
import { problem } from "../diagnose.ts";
import { locate } from "../facts/place.ts";

export const ownDataOfNobody: SpecRule = {
  id: "own-data-of-nobody",
  severity: "error",
  find: (architecture) => {
    const { auth, services } = architecture;
    if (!auth.ownData) return [];
    const at = locate(architecture, "auth.ownData");
    if (auth.models.includes("none")) {
      return [problem("own-data-of-nobody", at, "Nobody is told apart here, so nobody can ask what is held about them.", { help: "Choose an `auth.model`, or leave the key out." })];
    }
    if (services.some(({ entities }) => entities.some(({ subject }) => subject !== null))) return [];
    return [problem("own-data-of-nobody", at, "No entity says whose its rows are: users would be told that nothing is held about them.", { help: "Add `subject` to the entities that hold something about users." })];
  },
};
