import { describe, expect, it } from "vitest";
import { hideSecrets, readSpec } from "../../src/spec/index.ts";
import { around } from "./fixtures/inputs.ts";

function found(text: string): readonly string[] {
  return readSpec(text, "architecture.yaml")[1].map(({ rule }) => rule);
}

const open = "auth: { model: none }\n";

describe("names", () => {
  const service = (name: string): string => `keybeam: 1\nname: x\nservices:\n  ${JSON.stringify(name)}: {}\n${open}`;
  const entity = (name: string): string =>
    `keybeam: 1\nname: x\nservices:\n  shop:\n    entities:\n      ${JSON.stringify(name)}: { fields: { a: int } }\n${open}`;
  const field = (name: string): string =>
    `keybeam: 1\nname: x\nservices:\n  shop:\n    entities:\n      Thing: { fields: { ${JSON.stringify(name)}: int } }\n${open}`;
  const operation = (name: string): string =>
    `keybeam: 1\nname: x\nservices:\n  shop:\n    operations:\n      ${JSON.stringify(name)}: { http: POST /things }\n${open}`;

  it.each([
    "..\\x",
    "../x",
    "C:x",
    "C:\\x",
    "\\\\host\\share",
    "a:stream",
    "api.",
    "api ",
    ".git",
    ".env",
    "package.json",
    "GIT~1",
    "node_modules",
    "Orders",
    "order_items",
    "orderItems",
    "straße",
    "\u043erders",
    "\ufb01le",
    "a b",
    "1a",
    "-a",
    "a--b",
    "a-",
    "",
    "$x",
    "a'b",
    'a"b',
    "a`b",
    "a\nb",
    "a/b",
  ])("%j is no service", (name) => {
    expect(found(service(name))).toEqual(["bad-name"]);
  });

  it.each([
    "con",
    "nul",
    "aux",
    "lpt1",
    "com3",
    "accounts",
    "index",
    "main",
    "dist",
    "shared",
    "platform",
    "class",
    "default",
    "await",
    "async",
    "eval",
    "constructor",
    "then",
    "yes",
    "no",
    "on",
    "off",
    "null",
    "true",
    "false",
    "public",
    "pg-temp",
  ])("a service cannot be called %s", (name) => {
    expect(found(service(name))).toEqual(["reserved-name"]);
  });

  it.each(["User", "Order", "Group", "Category", "Status", "Select", "Table", "Grant", "Session", "Column"])(
    "an entity may be called %s",
    (name) => {
      expect(found(entity(name))).toEqual([]);
    },
  );

  it.each(["Class", "Promise", "Date", "Error", "Record", "Index"])("an entity cannot be called %s", (name) => {
    expect(found(entity(name))).toEqual(["reserved-name"]);
  });

  it.each(["order", "order-line", "Order_Line", "Order.get", "Bestellungß"])("%s is no entity", (name) => {
    expect(found(entity(name))).toEqual(["bad-name"]);
  });

  it.each(["user", "order", "group", "table", "select", "from", "desc", "primary", "references", "type", "of", "as"])(
    "a field may be called %s",
    (name) => {
      expect(found(field(name))).toEqual([]);
    },
  );

  it.each([
    "id",
    "createdAt",
    "updatedAt",
    "version",
    "then",
    "constructor",
    "toString",
    "hasOwnProperty",
    "arguments",
    "class",
  ])("a field of an entity cannot be called %s", (name) => {
    expect(found(field(name))).toEqual(["reserved-name"]);
  });

  it("an event may say an id and a version", () => {
    expect(
      found(around("string", "events: { Sold: { fields: { id: uuid, version: int } } }")).filter(
        (rule) => rule !== "unheard-event",
      ),
    ).toEqual([]);
  });

  it.each(["delete", "new", "import", "index", "ports"])("an operation cannot be called %s", (name) => {
    expect(found(operation(name))).toEqual(["reserved-name"]);
  });
});

describe("the end of an operation", () => {
  const deprecated = (since: string, sunset: string): string =>
    around("string", `operations:\n  sell: { http: POST /sales, deprecated: { since: "${since}", sunset: "${sunset}" } }`);

  it("comes after the day from which it should not be used", () => {
    expect(found(deprecated("2026-06-01", "2026-06-02"))).toEqual([]);
    for (const sunset of ["2026-06-01", "2026-05-31"]) expect(found(deprecated("2026-06-01", sunset))).toEqual(["wrong-value"]);
    expect(found(deprecated("2026-06-01", "2026-02-30"))).toEqual(["wrong-value"]);
  });
});

describe("paths", () => {
  const path = (text: string): string =>
    around("string", `operations:\n  sell: { http: ${JSON.stringify(`POST ${text}`)} }`);

  it.each(["/sales", "/sales/:id/refund", "/sales/by-day/:day", "/a_b/C1"])("%s is a path", (text) => {
    expect(found(path(text))).toEqual([]);
  });

  it.each([
    "/a','GET');evil();('",
    "/a/:id(\\d+)*",
    "/a/*",
    "/a//b",
    "/a/../b",
    "/a?x",
    "/%2e%2e/",
    "/a/{id}",
    "/a/:id/:id",
    "/:a-:b",
    "/:a.:b",
    "/a/",
    "/",
    "/a#b",
    "/a b",
    "/\u0430",
  ])("%s is none", (text) => {
    expect(found(path(text))).toEqual(["bad-path"]);
  });

  it("what a path holds is input", () => {
    const [architecture] = readSpec(path("/sales/:sale/refund"), "architecture.yaml");
    expect(architecture?.services[0]?.operations[0]?.input).toMatchObject([
      { name: "sale", type: { kind: "scalar", name: "uuid" }, optional: false },
    ]);
  });
});

describe("cron lines", () => {
  const job = (cron: string): string =>
    around("string", `operations: { tidy: {} }\njobs: { nightly: { do: tidy, cron: ${cron} } }`);

  it.each(["0 3 * * *", "*/15 * * * *", "0 0 1,15 * 1-5", "59 23 31 12 7"])("%s is one", (cron) => {
    expect(found(job(JSON.stringify(cron)))).toEqual([]);
  });

  it.each([
    "* * * * * rm",
    "@reboot",
    "0 0 3 * * *",
    "*/0 * * * *",
    "60 * * * *",
    "0 24 * * *",
    "0 0 0 * *",
    "0 0 * 13 *",
    "5-1 * * * *",
    "a b c d e",
  ])("%s is none", (cron) => {
    expect(found(job(JSON.stringify(cron)))).toEqual(["bad-cron"]);
  });

  it("one without quotes is refused", () => {
    expect(
      found(around("string", "operations: { tidy: {} }\njobs:\n  nightly:\n    do: tidy\n    cron: 0 3 * * *")),
    ).toEqual(["unquoted-value"]);
  });
});

describe("globs", () => {
  const keys: Readonly<Record<string, (glob: string) => string>> = {
    "a layer's paths": (glob) => `layers: { api: { paths: [${glob}] } }`,
    "a layer's entry": (glob) => `layers: { api: { entry: [${glob}] } }`,
    "what packages a layer may import": (glob) => `layers: { api: { packages: { allow: [${glob}] } } }`,
    "what packages it may not": (glob) => `layers: { api: { packages: { deny: [${glob}] } } }`,
    "what a layer never reaches": (glob) => `layers: { api: { neverReaches: [${glob}] } }`,
    "what is excluded": (glob) => `check: { exclude: [${glob}] }`,
  };
  const excluding = (glob: string): string => `keybeam: 1\nname: x\ncheck: { exclude: [${JSON.stringify(glob)}] }\n`;

  it.each(Object.entries(keys))("are judged in %s", (_, line) => {
    expect(found(`keybeam: 1\nname: x\n${line('"@a/*"')}\n`)).toEqual([]);
    expect(found(`keybeam: 1\nname: x\n${line('"*a*a*a*a"')}\n`)).toEqual(["unsafe-glob"]);
  });

  it.each([
    "src/**",
    "**/__tests__/**/*.test.*",
    "packages/*/src/**/*.{test,spec}.{ts,tsx}",
    "**/*.*.*",
    "src/*/*/*/*/*.ts",
    "app/\\(shop\\)/**",
    "\\*\\*\\*\\*",
    "c++/**",
    "[[]id]/*",
  ])("%s is one", (glob) => {
    expect(found(excluding(glob))).toEqual([]);
  });

  it.each([
    "*a".repeat(30),
    "src/{*a*,*b*}",
    "*a*a*a/*a*a*a/*a*a*a",
    "**/a/".repeat(6),
    "{a,aa}".repeat(6),
    "(a+)+b",
    "*(a)*(a)b",
    "app/(shop)/**",
    "[a]+[a]+b",
    "{a,aa}+b",
  ])("%s is none", (glob) => {
    expect(found(excluding(glob))).toEqual(["unsafe-glob"]);
  });
});

describe("addresses", () => {
  const base = (url: string): string =>
    around(
      "string",
      "",
      `${open}integrations: { pay: { baseUrl: ${JSON.stringify(url)}, operations: { charge: { http: POST /charges } } } }\n`,
    );

  it.each(["https://pay.example", "http://127.0.0.1:8080/v1"])("%s is one", (url) => {
    expect(found(base(url))).toEqual([]);
  });

  it.each([
    ["javascript:alert(1)", "wrong-value"],
    ["ftp://pay.example", "wrong-value"],
    ["http://a@b", "bad-url"],
    ["http://a.com/'+x+'", "bad-url"],
    ["http://[::1", "bad-url"],
    ["http://169.254.169.254", "bad-url"],
    ["https://a.example/?q=1", "bad-url"],
    ["https://a.example; } http {", "bad-url"],
    ["https://$request_uri", "bad-url"],
  ])("%s is none", (url, rule) => {
    expect(found(base(url))).toEqual([rule]);
  });

  it.each(["*", "https://shop.example/", "shop.example", "https://*.example", "null"])(
    "the origin %s is refused",
    (origin) => {
      expect(found(around("string", "", `${open}api: { cors: [${JSON.stringify(origin)}] }\n`))).toContain("bad-url");
    },
  );
});

describe("secrets", () => {
  const pay = (auth: string): string =>
    around(
      "string",
      "",
      `${open}integrations: { pay: { baseUrl: https://pay.example, operations: { charge: { http: POST /charges } }, auth: ${auth} } }\n`,
    );

  it.each(["hunter2", "AKIAIOSFODNN7EXAMPLE", "sk_live_abcdefghijkl"])("%s is never said again", (secret) => {
    const [architecture, diagnostics] = readSpec(pay(`{ bearer: ${secret} }`), "architecture.yaml");
    expect(architecture).toBeNull();
    expect(diagnostics.map(({ rule }) => rule)).toContain("secret-in-spec");
    expect(JSON.stringify(diagnostics)).not.toContain(secret);
    expect(hideSecrets(pay(`{ bearer: ${secret} }`))).not.toContain(secret);
  });

  it.each(["password: hunter2\n", "auth2: { clientSecret: 'abc def' }\n"])(
    "one behind an unknown key is hidden: %j",
    (line) => {
      const [, diagnostics] = readSpec(around("string", "", open + line), "architecture.yaml");
      expect(diagnostics.map(({ rule }) => rule)).toEqual(expect.arrayContaining(["secret-in-spec"]));
      expect(JSON.stringify(diagnostics)).not.toMatch(/hunter2|abc def/);
      expect(hideSecrets(line)).not.toMatch(/hunter2|abc|def/);
      expect(hideSecrets(line)).toHaveLength(line.length);
    },
  );

  it("a key of a private key is one wherever it stands", () => {
    expect(found(around('{ type: text, description: "-----BEGIN PRIVATE KEY----- MIIE" }'))).toEqual([
      "secret-in-spec",
    ]);
  });

  it("a field may be called password, and its type is shown", () => {
    const text = around("string", "operations: { login: { http: POST /login, input: { password: string(8..200) } } }");
    expect(found(text)).toEqual([]);
    expect(hideSecrets(text)).toBe(text);
  });

  it.each(["NODE_OPTIONS", "LD_PRELOAD", "PATH", "DATABASE_URL"])("a secret cannot be called %s", (name) => {
    expect(found(pay(`{ bearer: ${name} }`))).toEqual(["reserved-name"]);
  });

  it.each(["A-B", "a b", "1A"])("%s is no name of a variable", (name) => {
    expect(readSpec(pay(`{ bearer: ${JSON.stringify(name)} }`), "architecture.yaml")[0]).toBeNull();
  });
});

describe("texts", () => {
  it.each([
    "*/ globalThis.PWN=1; /*",
    "'; globalThis.PWN=1; //",
    "a\\",
    "\\\\'",
    "${process.exit(1)}",
    "`",
    "line\nline\r\u2028\u2029\u0085",
    "\u202e",
    "<img src=x onerror=alert(1)>",
    "```",
    "'; drop table canary; --",
    "😀‍👩",
  ])("%j is data", (text) => {
    const [architecture, diagnostics] = readSpec(
      around(`{ type: string, description: ${JSON.stringify(text)}, default: ${JSON.stringify(text)} }`),
      "architecture.yaml",
    );
    expect(diagnostics).toEqual([]);
    expect(architecture?.services[0]?.entities[0]?.fields[0]).toMatchObject({ description: text, default: text });
  });

  it("what is quoted in a message cannot command a terminal", () => {
    const [, diagnostics] = readSpec('"a\\u001b[31mb\\u202e": 1\nlayers: { domain: {} }\n', "architecture.yaml");
    expect(diagnostics[0]?.rule).toBe("unknown-key");
    expect(diagnostics[0]?.message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});
