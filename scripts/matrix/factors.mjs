// What of the language is switched, and between what: each level changes a plain spec, or says that it does not go with what was chosen before.
// Values that are made of the same templates go round: the turn says which of them a level writes.

/** Puts a value at a dotted path; maps on the way are made where there are none. */
const set = (path, value) => (spec) => {
  const keys = path.split(".");
  const last = keys.pop();
  let here = spec;
  for (const key of keys) {
    here[key] ??= {};
    here = here[key];
  }
  here[last] = value;
};

const round = (turn, values) => values[turn % values.length];

const roles = (spec) => {
  spec.auth.roles ??= { staff: { may: ["tickets.*", "people.*", "letters.*"] } };
  return spec.auth.roles;
};
const fields = (spec) => spec.services.people.entities.Person.fields;

const withAccounts = (model) => (spec) => {
  spec.auth = { model };
  roles(spec);
};
const needsUsers = (_, chosen) => chosen.auth !== "none";

/** factor → level → how the spec changes; a level with `when` is left out where that says no. */
export const factors = {
  topology: {
    monolith: set("topology", "monolith"),
    "modular-monolith": set("topology", "modular-monolith"),
    microservices: set("topology", "microservices"),
    serverless: set("topology", "serverless"),
    hybrid: (spec) => {
      spec.topology = "hybrid";
      spec.deploy = {
        ...spec.deploy,
        units: { desk: { services: ["tickets"], as: "process" }, paper: { services: ["letters"], as: "functions" } },
      };
    },
  },
  auth: {
    none: set("auth", { model: "none" }),
    jwt: withAccounts("jwt"),
    apiKey: withAccounts("apiKey"),
    both: withAccounts(["jwt", "apiKey"]),
    oidc: (spec) => {
      spec.auth = { model: ["oidc", "apiKey"], oidc: { issuer: "https://id.example", audience: "desk", roles: "groups", names: { staff: ["desk-staff"] } } };
      roles(spec);
    },
  },
  accounts: {
    plain: () => {},
    told: {
      when: (_, chosen) => ["jwt", "both"].includes(chosen.auth),
      change: (spec) => {
        Object.assign(spec.auth, { user: "people.Person", tokens: { algorithm: "ES256", access: "10m", refresh: "20d", rotateKeys: "60d" } });
        Object.assign(roles(spec), { reader: { description: "Who reads.", may: ["people.Person.get"] }, lead: { extends: ["reader"], may: ["tickets.close"] } });
        spec.auth.anonymous = { may: ["tickets.Label.list"] };
      },
    },
    rsa: { when: (_, chosen) => ["jwt", "both"].includes(chosen.auth), change: set("auth.tokens", { algorithm: "RS256" }) },
  },
  mails: {
    none: () => {},
    both: {
      when: (_, chosen) => ["jwt", "both"].includes(chosen.auth),
      change: (spec, turn) =>
        Object.assign(spec.auth, { passwordReset: true, emailVerification: round(turn, ["required", "optional"]), selfRegistration: "staff" }),
    },
  },
  policy: {
    none: () => {},
    owner: {
      when: needsUsers,
      change: (spec) => {
        spec.auth.policies = { isOwner: "resource.person == user.id" };
        roles(spec).member = {
          may: ["tickets.Ticket.create", { do: ["tickets.Ticket.list", "tickets.Ticket.get"], if: "isOwner" }],
        };
      },
    },
  },
  tenancy: {
    none: () => {},
    organisations: {
      when: needsUsers,
      change: (spec) => {
        spec.services.people.entities.Organisation = { fields: { name: "string(1..80)" } };
        spec.services.people.entities.Member = { fields: { organisation: "Organisation", user: "uuid" } };
        spec.services.people.api.resources.Organisation = ["list", "get", "create"];
        spec.tenancy = { by: "people.Organisation", member: "people.Member" };
        spec.services.tickets.entities.Label.tenant = "none";
      },
    },
  },
  limit: {
    none: () => {},
    system: (spec) => {
      const caller = { none: "ip", apiKey: "key" }[spec.auth.model] ?? "user";
      set("api.rateLimit", `600/min per ${caller}`)(spec);
    },
    service: set("services.tickets.api.rateLimit", "600/min per client"),
  },
  job: {
    none: () => {},
    nightly: set("services.tickets.jobs", { nightly: { do: "tidy", cron: "0 3 * * *", zone: "UTC" } }),
  },
  audit: { none: () => {}, tickets: set("services.tickets.entities.Ticket.audit", true) },
  retention: {
    none: () => {},
    keep: set("services.tickets.entities.Ticket.retention", { keep: "7y" }),
    delete: set("services.people.entities.Person.retention", { deleteAfter: "2y" }),
  },
  encryption: {
    none: () => {},
    fields: (spec) => {
      fields(spec).secret = { type: "optional(string(..100))", encrypt: true };
      fields(spec).number = { type: "string(1..40)", encrypt: true, unique: true };
      spec.data = { ...spec.data, engine: "postgres", encryption: { keys: "env", rotate: "30d" } };
    },
  },
  deprecation: {
    none: () => {},
    route: set("services.tickets.operations.count.deprecated", { since: "2026-06-01", sunset: "2027-01-01", use: "tickets.tidy" }),
  },
  queue: {
    none: () => {},
    server: {
      // Functions take from SQS alone.
      when: (_, chosen) => !["serverless", "hybrid"].includes(chosen.topology),
      change: (spec, turn) => {
        spec.queues = { tickets: { carries: ["tickets.TicketClosed"], broker: round(turn, ["nats", "redis", "rabbitmq", "kafka"]) } };
      },
    },
    ordered: (spec, turn) => {
      const tickets = { carries: ["tickets.TicketClosed"], attempts: 3, backoff: "1s..1m", retain: "3d", deadLetter: true, orderBy: "ticket" };
      spec.queues = { tickets: { ...tickets, ...round(turn, [{}, { broker: "sqs" }]) } };
    },
  },
  cache: {
    none: () => {},
    people: set("cache", { entries: { "people.Person.get": { for: "5m" } } }),
    shared: set("cache", {
      store: "redis",
      entries: { "people.Person.get": { for: "5m" }, "tickets.Ticket.list": { for: "1m", clearedBy: ["tickets.TicketClosed"] } },
    }),
  },
  partitions: {
    none: () => {},
    months: set("services.tickets.entities.Ticket.partitionBy", "createdAt"),
    hash: set("services.tickets.entities.Ticket.partitionBy", "person"),
  },
  replicas: { none: () => {}, one: set("data.replicas", 1) },
  backup: { none: () => {}, daily: set("data.backups", { every: "1d", keep: "30d", restoreTest: "7d" }) },
  secrecy: {
    none: () => {},
    personal: (spec, turn) => {
      fields(spec).phone = { type: "optional(string(..30))", sensitivity: "personal" };
      fields(spec).pen = { type: "optional(string(..30))", sensitivity: round(turn, ["public", "internal", "regulated"]) };
    },
  },
  integration: {
    none: () => {},
    bank: (spec) => {
      spec.integrations = {
        bank: {
          description: "Takes the money.",
          baseUrl: "https://bank.example/v2",
          auth: { bearer: "BANK_TOKEN" },
          timeout: "3s",
          operations: {
            charge: { http: "POST /charges", idempotency: "key", input: { price: "optional(money)" }, output: { receipt: "string" }, errors: ["Refused"] },
            refund: { http: "POST /refunds", idempotency: "key", input: { price: "optional(money)" } },
            find: { description: "How it went.", kind: "query", timeout: "1s", http: "GET /charges/:charge", output: { state: "enum(open | done)", marks: "list(string)" } },
          },
          retries: 1,
          breaker: { errors: "50%", open: "5s" },
          webhooks: { secret: "BANK_WEBHOOK_SECRET", events: { "ticket.closed": "tickets.TicketClosed" } },
        },
        maps: { baseUrl: "https://maps.example", auth: { apiKey: "MAPS_KEY" }, operations: { place: { http: "GET /places/:place", output: { country: "string" } } } },
        post: { baseUrl: "https://post.example", auth: { basic: "POST_LOGIN" }, operations: { send: { http: "POST /letters", idempotency: "key", input: { text: "string" } } } },
      };
      Object.assign(spec.services.letters.calls, { maps: { operations: ["place"] }, post: { operations: ["send"] } });
      spec.services.letters.operations.thank.uses.push("maps.place", "post.send");
      spec.services.tickets.calls = { bank: { operations: ["charge", "find"], undo: { charge: "refund" } } };
      spec.services.tickets.operations.close.uses = ["bank.charge"];
    },
  },
  privacy: {
    none: () => {},
    people: {
      when: needsUsers,
      change: (spec) => {
        Object.assign(spec.services.people.entities.Person, { subject: "login" });
        Object.assign(fields(spec), { login: "uuid", street: { type: "string(1..80)", sensitivity: "personal" } });
        Object.assign(spec.services.tickets.entities.Ticket, { subject: "person" });
        spec.services.tickets.entities.Step.fields.remark = { type: "string(1..80) = none", sensitivity: "personal" };
        spec.auth.ownData = true;
      },
    },
  },
  visibility: {
    none: () => {},
    staff: {
      when: needsUsers,
      change: (spec) => {
        roles(spec).desk = { may: ["tickets.Ticket.list", "tickets.Ticket.get", "tickets.Ticket.create", "tickets.close", "people.Person.get"] };
        fields(spec).remark = { type: "optional(string(..100))", visibleTo: ["staff"] };
        const { Ticket, Step } = spec.services.tickets.entities;
        Ticket.fields.rank = { type: "int(0..)", default: 0, visibleTo: ["staff"] };
        Ticket.fields.score = { type: "int", default: 0, set: "never", visibleTo: [] };
        Step.fields.cost = { type: "optional(money)", visibleTo: ["staff"] };
        spec.services.tickets.operations.count.output.late = { type: "int(0..)", visibleTo: ["staff"] };
      },
    },
  },
  fallback: {
    fail: () => {},
    cached: set("services.letters.calls.people.fallback", "cached"),
    queue: set("services.letters.calls.tickets", { operations: ["tidy"], fallback: "queue" }),
    value: (spec) => {
      const value = Object.fromEntries(Object.keys(spec.services.tickets.operations.count.output).map((name) => [name, 0]));
      spec.services.letters.calls.tickets = { operations: ["count"], retries: 2, breaker: { errors: "40%", open: "10s" }, fallback: { value } };
    },
  },
  trust: {
    token: () => {},
    mtls: {
      // Functions are known by their role, and show no certificate.
      when: (_, chosen) => chosen.auth !== "none" && !["serverless", "hybrid"].includes(chosen.topology),
      change: set("auth.betweenServices", "mtls"),
    },
  },
  asking: {
    plain: () => {},
    narrow: set("services.tickets.api.resources.Ticket", {
      actions: ["list", "get", "create", "update", "delete"],
      filter: ["person", "state"],
      search: ["title"],
      max: 20,
    }),
  },
  relay: {
    none: () => {},
    // A service that has nothing of its own and does its work by asking others.
    calls: (spec) => {
      spec.services.relays = {
        operations: {
          tell: { http: "POST /told", input: { ticket: "uuid" } },
          look: { http: "GET /looked", kind: "query", output: { open: "int(0..)" } },
        },
        calls: { tickets: { operations: ["count"], timeout: "1s" } },
      };
      spec.auth.roles?.staff?.may.push("relays.*");
    },
  },
  style: {
    rest: () => {},
    both: (spec) => {
      for (const service of [spec.services.people, spec.services.tickets]) service.api.style = ["rest", "rpc"];
    },
    all: (spec) => {
      for (const service of Object.values(spec.services)) service.api = { ...service.api, style: ["rest", "rpc", "graphql"] };
    },
    graphs: (spec) => {
      for (const service of [spec.services.people, spec.services.tickets]) service.api.style = ["rest", "graphql"];
    },
    // What is asked for first in each system are people, by their path.
    names: set("services.tickets.api.style", "rpc"),
  },
  version: { path: () => {}, header: set("api.versioning", "header") },
  form: {
    plain: () => {},
    rich: (spec) => {
      const { tickets, letters } = spec.services;
      tickets.types = { Desk: { street: { type: "string(1..80)", description: "With the number." }, town: "string(1..80)" } };
      tickets.events.TicketClosed.fields.desk = "optional(Desk)";
      // In a table in parts a key holds what parts it.
      tickets.entities.Ticket.unique = [[...new Set(["person", "title", tickets.entities.Ticket.partitionBy ?? "person"])]];
      Object.assign(tickets.api, { version: "v2", basePath: "/desk" });
      Object.assign(tickets.operations.close, { errors: ["TooLate"], timeout: "4s" });
      tickets.events.TicketClosed.version = 2;
      Object.assign(letters.calls.people, { retries: 1 });
      spec.api = { ...spec.api, bodyLimit: "128KiB", cors: ["https://desk.example"] };
    },
  },
  words: {
    none: () => {},
    all: (spec, turn) => {
      const { people, tickets, letters } = spec.services;
      Object.assign(spec, {
        description: "A desk for tickets.",
        decisions: ["docs/decisions/0001.md"],
        actors: { clerk: { description: "Who sits at the desk.", uses: ["tickets"] } },
        requirements: {
          team: { engineers: 12, teams: 3, operations: round(turn, ["medium", "high", "low"]) },
          traffic: { peak: "50/s", pattern: round(turn, ["bursty", "steady", "seasonal"]), growth: "20%/year" },
          availability: "99.5%",
          latency: { p95: "300ms" },
          data: { sensitivity: "personal", volume: "5GiB" },
          compliance: ["gdpr", "hipaa", "pci", "soc2"],
          budget: "500 EUR/month",
          timeToMarket: "90d",
        },
        check: { rules: { "single-instance": { severity: "warn", decisions: ["docs/decisions/0001.md"] } }, exclude: ["vitest.config.ts"] },
      });
      Object.assign(people, { description: "Who there is.", owner: "team-people", lifecycle: "production", decisions: ["docs/decisions/0001.md"] });
      tickets.lifecycle = "experimental";
      letters.lifecycle = "deprecated";
      people.entities.Person.description = "Somebody.";
      tickets.operations.close.description = "Ends it.";
      tickets.events.TicketClosed.description = "It is over.";
    },
  },
  observing: {
    plain: () => {},
    sent: (spec, turn) => {
      spec.observability = { logs: "text", metrics: round(turn, ["otlp", "none"]), traces: "otlp" };
    },
    promised: set("observability", { logs: "json", metrics: "prometheus", traces: "none", objectives: { availability: "99.5%", p95: "300ms" } }),
  },
  layers: {
    standard: () => {},
    renamed: (spec) => {
      spec.layers = {
        web: { role: "api", uses: ["core", "engine"], typesOf: ["core"] },
        core: { role: ["application", "domain"], uses: [], packages: { allow: [] }, builtins: false, neverReaches: ["store"] },
        store: { role: "data", uses: ["core", "engine"], packages: { deny: ["fastify"] } },
        engine: { role: "infrastructure", uses: ["core"] },
      };
    },
  },
  deployment: {
    process: () => {},
    compose: set("deploy.target", "compose"),
    kubernetes: set("deploy.target", "kubernetes"),
    scaled: (spec) => {
      spec.deploy = { ...spec.deploy, target: "kubernetes", scale: { tickets: { min: 2, max: 4, cpu: "70%", memory: "256MiB" } } };
    },
    cut: {
      when: (_, chosen) => chosen.topology === "serverless",
      change: (spec) => {
        spec.deploy = { ...spec.deploy, target: "aws", functions: "operation" };
      },
    },
  },
};

/** A field of every type that a contract may carry. */
const everything = () => ({
  id: "uuid",
  word: "string(1..40)",
  text: "optional(text)",
  count: "int(0..10)",
  share: "decimal",
  price: "money",
  good: "bool",
  day: "date",
  at: "timestamp",
  more: "optional(json)",
  mail: "email",
  site: "optional(url)",
  data: "optional(bytes(..1000))",
  marks: "list(string(1..40))",
});

/** Three services with something of everything that has no factor: children, references, sets, transitions, an event, a call, a hand-written query. */
export const base = () => ({
  keybeam: 1,
  name: "matrix",
  services: {
    people: {
      entities: {
        Person: {
          fields: {
            name: "string(1..80)",
            email: { type: "email", unique: true },
            born: "optional(date)",
            site: "optional(url)",
            active: "bool = true",
            visits: "int(0..) = 0",
            seen: "optional(timestamp)",
            photo: "optional(bytes(..1000))",
            settings: "json = {}",
            guide: "optional(uuid)",
            words: "list(string(1..40)) = []",
          },
        },
      },
      api: { resources: { Person: ["list", "get", "create", "update", "delete"] } },
    },
    tickets: {
      entities: {
        Label: { fields: { word: { type: "string(1..40)", unique: true } } },
        Ticket: {
          fields: {
            person: { type: "people.Person", set: "once" },
            title: "string(1..200)",
            price: "optional(money)",
            share: "decimal = 0.5",
            labels: "set(Label)",
            steps: "list(Step)",
            state: "enum(open | closed) = open",
          },
          indexes: ["person", ["state", "createdAt"]],
          transitions: { state: { close: "open -> closed" } },
        },
        Step: { fields: { text: "string(1..200)", at: "optional(timestamp)" } },
      },
      api: { resources: { Label: ["list", "create"], Ticket: ["list", "get", "create", "update", "delete"] } },
      operations: {
        close: { emits: "TicketClosed" },
        count: { kind: "query", http: "GET /count", output: { open: "int(0..)" } },
        tidy: { idempotency: "natural" },
        // Whatever may be carried, by the methods that no other operation has.
        measure: { http: "PUT /measures/:unit", idempotency: "natural", input: { unit: "string(1..40)", ...everything() }, output: everything() },
        amend: { http: "PATCH /measures/:unit", idempotency: "none", input: { unit: "string(1..40)", shade: "enum(light | dark) = light" } },
        clear: { http: "DELETE /measures/:unit", kind: "command", idempotency: "key", input: { unit: "string(1..40)" } },
      },
      events: { TicketClosed: { fields: { ticket: "uuid", person: "uuid" } } },
    },
    letters: {
      entities: { Letter: { fields: { ticket: { type: "tickets.Ticket", unique: true }, text: "text" } } },
      api: { resources: { Letter: ["list", "get"] } },
      operations: { thank: { input: { ticket: "uuid", person: "uuid" }, uses: ["people.Person.get"] } },
      calls: { people: { operations: ["Person.get"], timeout: "500ms" } },
      reacts: { "tickets.TicketClosed": "thank" },
    },
  },
  auth: { model: "none" },
});
