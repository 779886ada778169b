import { hasAccounts } from "./access/accounts.ts";
import type { Architecture } from "../model/architecture.ts";
import type { GeneratedFile, Ownership } from "../model/file-tree.ts";
import { isAsked } from "./paths.ts";
import { render } from "./render/index.ts";
import { callersOf } from "./tests/callers.ts";
import { conformanceTest } from "./tests/conformance.ts";
import { creationsOf } from "./tests/creations.ts";
import { fieldsTest } from "./tests/fields.ts";
import { grantsTest, guardedOperations } from "./tests/grants.ts";
import { graphqlTest } from "./tests/graphql.ts";
import { mailsTest } from "./tests/mails.ts";
import { ownersTest } from "./tests/owners.ts";
import { privacyTest } from "./tests/privacy.ts";
import { providerTest } from "./tests/provider.ts";
import { rpcTest } from "./tests/rpc.ts";
import { samplesFile } from "./tests/samples-file.ts";
import { serviceTest } from "./tests/service-test.ts";
import { tenantsTest } from "./tests/tenants.ts";
import { webhooksTest } from "./tests/webhooks.ts";
import { supportFiles } from "./tests/support.ts";

/** The tests through HTTP, the same for every topology: what a client of the whole system sees. */
export const tests = (architecture: Architecture): readonly GeneratedFile[] => {
  const callers = callersOf(architecture);
  const creations = creationsOf(architecture, callers);
  const byPath = { ...architecture, services: architecture.services.filter((service) => isAsked(service, "rest")) };
  const cases = byPath.services.flatMap((service) => {
    const content = serviceTest(service, architecture, callers, creations);
    return content === null ? [] : [file(`${service.name}.test.ts`, content)];
  });
  const grants = hasAccounts(architecture) && guardedOperations(architecture).length > 0
    ? [file("grants.test.ts", grantsTest(architecture, callers))]
    : [];
  const outside = hasAccounts(architecture) && architecture.auth.models.includes("jwt")
    ? [file("outside.test.ts", render("tests/test/outside.test.ts.hbs", {}))]
    : [];
  const owners = ownersTest(byPath, callers, creations);
  const owned = owners === null ? [] : [file("owners.test.ts", owners)];
  const tenants = tenantsTest(byPath, callers, creations);
  if (tenants !== null) owned.push(file("tenants.test.ts", tenants));
  const fields = fieldsTest(byPath, creations);
  if (fields !== null) owned.push(file("fields.test.ts", fields));
  const privacy = privacyTest(byPath, callers, creations);
  if (privacy !== null) owned.push(file("privacy.test.ts", privacy));
  const rpc = rpcTest(architecture, callers, creations);
  if (rpc !== null) owned.push(file("rpc.test.ts", rpc));
  const graph = graphqlTest(architecture, callers, creations);
  if (graph !== null) owned.push(file("graphql.test.ts", graph));
  const provider = providerTest(architecture);
  const mails = mailsTest(architecture);
  const webhooks = webhooksTest(architecture);
  const provided = [
    ...(webhooks === null ? [] : [file("webhooks.test.ts", webhooks)]),
    ...(provider === null ? [] : [file("provider.test.ts", provider)]),
    ...(mails === null ? [] : [file("mails.test.ts", mails)]),
  ];
  const texts = [...cases, ...owned];
  const samples =
    creations.all.length > 0 || cases.some((one) => one.content.includes(`"./support/samples.ts"`))
      ? [file("support/samples.ts", samplesFile(creations, texts.map((one) => one.content).join("\n")))]
      : [];
  return [...cases, ...grants, ...outside, ...conformanceTest(architecture), ...owned, ...provided, ...samples, ...supportFiles(architecture, texts)];
};

const file = (path: string, content: string, ownership: Ownership = "merged"): GeneratedFile => ({
  path: `test/${path}`,
  content,
  ownership,
});
