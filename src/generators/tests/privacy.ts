import { hasAccounts } from "../access/accounts.ts";
import type { Architecture, Field } from "../../model/architecture.ts";
import { resourcePath } from "../paths.ts";
import { hasOwnData, subjected, type Subjected } from "../privacy.ts";
import { render } from "../render/index.ts";
import { keptFor } from "../retention.ts";
import type { Callers } from "./callers.ts";
import { array, type Code, layOut, object, text } from "./code.ts";
import type { Creations } from "./creations.ts";

/** `test/privacy.test.ts`: what is about a user is printed whole, and gone when it is erased; null where tests cannot make such a row. */
export const privacyTest = (architecture: Architecture, callers: Callers, creations: Creations): string | null => {
  if (!hasAccounts(architecture)) return null;
  const found = subjected(architecture).flatMap((one) => rowsOf(one, architecture, callers, creations));
  if (found.length === 0) return null;
  return render("tests/test/privacy.test.ts.hbs", {
    held: layOut(array(found.map(({ about }) => about)), 0, 31),
    ownData: hasOwnData(architecture),
    samples: [...new Set(found.map((one) => one.input))].sort().join(", "),
  });
};

interface Rows {
  readonly input: string;
  readonly about: Code;
}

const rowsOf = ({ service, entity, of }: Subjected, architecture: Architecture, callers: Callers, creations: Creations): readonly Rows[] => {
  const creation = creations.find(service.name, entity.name);
  const subject = entity.fields.find(({ name }) => name === entity.subject);
  if (creation === undefined || of !== null || subject === undefined || subject.set === "never") return [];
  const reader = callers.one(`${service.name}.${entity.name}.get`);
  const about = object([
    ["entity", text(`${service.name}.${entity.name}`)],
    ["path", text(resourcePath(service, entity, architecture))],
    ["by", text(creation.caller)],
    ["input", creation.input],
    ["subject", text(subject.name)],
    ["personal", array(entity.fields.filter((field) => isPersonal(field) && field !== subject).map(({ name }) => text(name)))],
    ["stays", String(keptFor(entity) !== null)],
    ...(reader === null ? [] : [["reader", text(reader)] as const]),
  ]);
  return [{ input: creation.input, about }];
};

const isPersonal = ({ sensitivity }: Field): boolean => sensitivity === "personal" || sensitivity === "regulated";
