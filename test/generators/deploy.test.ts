import { describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { deploy } from "../../src/generators/deploy.ts";
import { generate } from "../../src/generators/index.ts";
import type { Architecture } from "../../src/model/architecture.ts";
import { example, shopInTwo } from "./architectures.ts";

const options = { keybeam: "0.1.0" };

const paths = (architecture: Architecture): readonly string[] => deploy(architecture, options).map((file) => file.path);

const contentOf = (architecture: Architecture, path: string): string => {
  const file = deploy(architecture, options).find((one) => one.path === path);
  if (file === undefined) throw new Error(`no file ${path}`);
  return file.content;
};

const scaled = (scale: object): Architecture => example("shop", { deploy: { target: "kubernetes", scale } });

const manifestsOf = (architecture: Architecture, name = "shop") =>
  new Map(
    parseAllDocuments(contentOf(architecture, `deploy/kubernetes/${name}.yaml`)).map((one) => {
      const manifest = one.toJS();
      return [manifest.kind, manifest];
    }),
  );

describe("what is shipped", () => {
  test("is nothing but updates for a monolith that says nothing of containers", () => {
    expect(paths(example("notes"))).toEqual([".github/dependabot.yml"]);
    expect(contentOf(example("notes"), ".github/dependabot.yml")).not.toContain("docker");
  });

  test("is containers where the target or the topology asks for them, and manifests for Kubernetes alone", () => {
    for (const architecture of [example("notes", { deploy: { target: "compose" } }), example("shop"), shopInTwo()]) {
      expect(paths(architecture)).toContain("deploy/Dockerfile");
      expect(paths(architecture)).toContain("deploy/compose.yaml");
      expect(paths(architecture).some((path) => path.includes("kubernetes"))).toBe(false);
    }
    expect(paths(scaled({}))).toContain("deploy/kubernetes/shop.yaml");
  });
});

describe.each([
  ["one process", example("shop")],
  ["two processes", shopInTwo()],
])("the containers of %s", (_, architecture) => {
  const tree = new Map(generate(architecture, options).map((file) => [file.path, file.content]));
  const dockerfile = tree.get("deploy/Dockerfile") ?? "";
  const compose = parse(tree.get("deploy/compose.yaml") ?? "");
  const targets = [...dockerfile.matchAll(/^FROM \S+ AS (\S+)$/gmu)].map(([, name]) => name);

  test("run what the build makes, each unit in an image of its own", () => {
    const started = [...dockerfile.matchAll(/"dist\/([\w/-]+)\.js"/gu)].map(([, path]) => `src/${path}.ts`);
    expect(started.length).toBeGreaterThan(1);
    expect(started.filter((path) => !tree.has(path))).toEqual([]);
    const named = Object.values<{ build?: { target: string } }>(compose.services).flatMap((one) => one.build?.target ?? []);
    expect(named).toHaveLength(architecture.units.length + 1);
    expect(named.filter((target) => !targets.includes(target))).toEqual([]);
  });

  test("copy nothing that the build cannot see", () => {
    const seen = (tree.get("deploy/Dockerfile.dockerignore") ?? "").split("\n");
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \.\S*$/gmu)].flatMap(([, files = ""]) => files.split(" "));
    expect(copied).toContain("src");
    expect(copied.filter((file) => !seen.includes(`!${file}`))).toEqual([]);
  });

  test("take keybeam out of a build only where it comes from a folder that the build does not see", () => {
    const deleted = (keybeam: string) => deploy(architecture, { keybeam }).some((file) => file.content.includes("pkg delete devDependencies.keybeam"));
    expect([deleted("0.1.0"), deleted("file:../keybeam")]).toEqual([false, true]);
  });

  test("hold no secret, and refuse to start without each that the code reads", () => {
    const example = tree.get("deploy/.env.example") ?? "";
    const wanted = [...(tree.get("deploy/compose.yaml") ?? "").matchAll(/\$\{([A-Z_]+):\?/gu)].map(([, name]) => name);
    expect(wanted).toContain("ACCOUNTS_KEY");
    expect(wanted.filter((name) => !new RegExp(`^${name}=$`, "mu").test(example))).toEqual([]);
    const secrets = [...(tree.get("src/platform/config.ts") ?? "").matchAll(/read\.secret\("([A-Z_]+)"/gu)].map(([, name]) => name);
    expect(secrets.filter((name) => !wanted.includes(name))).toEqual([]);
  });

  test("set every variable that a unit needs of the others", () => {
    for (const unit of architecture.units) {
      const main = tree.get(`src/apps/${unit.name}/main.ts`) ?? "";
      const called = [...main.matchAll(/platform\.remote\(\w+, "([\w-]+)"\)/gu)].map(([, name = ""]) => name);
      const { environment } = compose.services[unit.name];
      for (const name of called) expect(environment[`${name.toUpperCase()}_URL`]).toBe(`http://${name}:3000`);
    }
  });

  test("open one door, and show neither the database nor the admin port", () => {
    const open = Object.entries<{ ports?: string[] }>(compose.services).flatMap(([name, { ports = [] }]) => ports.map((port) => [name, port]));
    expect(open).toEqual([["nginx", `127.0.0.1:\${HTTP_PORT:-8080}:8080`]]);
    expect(tree.get("deploy/nginx.conf")).toContain("location ^~ /internal");
    expect(tree.get("deploy/nginx.conf")).not.toMatch(/9464|non_idempotent/u);
  });
});

describe("brokers", () => {
  const queues = (broker: string) => ({ all: { carries: ["orders.OrderPlaced", "orders.OrderCancelled", "payments.PaymentSettled", "payments.PaymentFailed"], broker } });
  const composeOf = (broker: string) => parse(contentOf(example("shop", { queues: queues(broker) }), "deploy/compose.yaml"));

  test.each([
    ["redis", "redis://redis:6379"],
    ["nats", "nats://nats:4222"],
    ["rabbitmq", "amqp://shop:${BROKER_PASSWORD}@rabbitmq:5672"],
  ])("run %s beside the system, and every process knows where", (broker, url) => {
    const { services, volumes } = composeOf(broker);
    expect(services.shop.environment.BROKER_URL).toBe(url);
    expect(services.migrate.environment.BROKER_URL).toBe(url);
    expect(services.migrate.depends_on[broker]).toEqual({ condition: "service_healthy" });
    expect(volumes).toHaveProperty(broker);
  });

  test("that are somebody's own are asked for, and reached", () => {
    const { services } = composeOf("sqs");
    expect(services).not.toHaveProperty("sqs");
    expect(services.shop.environment.BROKER_URL).toBe("${BROKER_URL:?set it in deploy/.env}");
    expect(services.shop.networks).toContain("outside");
    expect(contentOf(example("shop", { queues: queues("sqs") }), "deploy/.env.example")).toMatch(/^BROKER_URL=$/mu);
  });

  test("are let through by a cluster's policies, their address a secret", () => {
    const cluster = example("shop", { queues: queues("nats"), deploy: { target: "kubernetes" } });
    expect(contentOf(cluster, "deploy/kubernetes/namespace.yaml")).toContain("port: 4222");
    for (const name of ["migrate", "shop"]) expect(contentOf(cluster, `deploy/kubernetes/${name}.yaml`)).toContain("key: BROKER_URL");
  });

  test.each(["nats", "rabbitmq", "redis", "kafka", "sqs"])("give a cluster's Secret of %s nothing that deploy/.env.example does not ask for", (broker) => {
    const cluster = example("shop", { queues: queues(broker), deploy: { target: "kubernetes" } });
    const asked = [...contentOf(cluster, "deploy/kubernetes/kustomization.yaml").matchAll(/="\$\{?([A-Z_]+)\}?"/gu)].map(([, name = ""]) => name);
    expect(asked).toContain("BROKER_URL");
    const env = contentOf(cluster, "deploy/.env.example");
    expect(asked.filter((name) => !new RegExp(`^${name}=$`, "mu").test(env))).toEqual([]);
  });
});

describe("the scale of a unit", () => {
  test("is what its services need together", () => {
    const manifests = manifestsOf(
      scaled({ orders: { min: 2, max: 10, cpu: "60%", memory: "256MiB" }, catalog: { min: 3, memory: "128MiB" } }),
    );
    expect(manifests.get("HorizontalPodAutoscaler").spec).toMatchObject({ minReplicas: 3, maxReplicas: 10 });
    expect(JSON.stringify(manifests.get("HorizontalPodAutoscaler"))).toContain('"averageUtilization":60');
    expect(manifests.get("Deployment").spec).not.toHaveProperty("replicas");
    expect(JSON.stringify(manifests.get("Deployment"))).toContain('"limits":{"cpu":"1","memory":"384Mi"}');
  });

  test("is two instances where the spec says nothing, so that one may be replaced", () => {
    const manifests = manifestsOf(scaled({}));
    expect(manifests.has("HorizontalPodAutoscaler")).toBe(false);
    expect(manifests.get("Deployment").spec.replicas).toBe(2);
  });

  test("never takes a process away altogether, and keeps a full load where the spec says 100%", () => {
    const manifests = manifestsOf(scaled({ orders: { min: 0, max: 4, cpu: "100%" } }));
    expect(manifests.get("HorizontalPodAutoscaler").spec.minReplicas).toBe(1);
    expect(JSON.stringify(manifests.get("HorizontalPodAutoscaler"))).toContain('"averageUtilization":100');
  });

  test("gives the database a connection for each that may ask", () => {
    const few = /max_connections=(\d+)/u.exec(contentOf(example("notes", { deploy: { target: "compose" } }), "deploy/compose.yaml"))?.[1];
    const many = /max_connections=(\d+)/u.exec(contentOf(scaled({ orders: { max: 10 } }), "deploy/compose.yaml"))?.[1];
    expect([Number(few), Number(many)]).toEqual([100, 620]);
  });
});

describe("the manifests of a unit", () => {
  const architecture = { ...shopInTwo(), deploy: { ...shopInTwo().deploy, target: "kubernetes" as const } };
  const manifests = manifestsOf(architecture);

  test("let in the units that call it", () => {
    const callers = JSON.stringify(manifests.get("NetworkPolicy").spec.ingress[0]);
    expect(callers).toContain('"app.kubernetes.io/name":"storefront"');
  });

  test("read secrets by reference alone", () => {
    const { containers } = manifests.get("Deployment").spec.template.spec;
    const secrets = containers[0].env.filter((one: { name: string }) => !one.name.endsWith("_URL") || one.name === "DATABASE_URL");
    expect(secrets.map((one: { name: string }) => one.name)).toEqual(["ACCOUNTS_KEY", "DATABASE_URL", "SHOP_PRIVATE_KEY"]);
    expect(secrets.every((one: object) => "valueFrom" in one && !("value" in one))).toBe(true);
  });

  test("read the secrets of their unit alone; the owner's password is the migrate step's, as are those of the logins", () => {
    const refersTo = (name: string) => {
      const content = contentOf(architecture, `deploy/kubernetes/${name}.yaml`);
      return [...new Set([...content.matchAll(/secretKeyRef: \{ name: ([\w-]+)/gu)].map(([, secret]) => secret))];
    };
    for (const name of ["shop", "storefront", "migrate"]) expect(refersTo(name)).toEqual([`${name}-secrets`]);
    expect(contentOf(architecture, "deploy/kubernetes/migrate.yaml")).toContain("key: STOREFRONT_DATABASE_PASSWORD");
    const how = contentOf(architecture, "deploy/kubernetes/kustomization.yaml");
    expect(how).toContain('DATABASE_URL="postgres://shop_storefront_login:${STOREFRONT_DATABASE_PASSWORD}@${DATABASE_HOST}:5432/shop"');
    expect(how.match(/POSTGRES_PASSWORD/gu)).toHaveLength(1);
  });
});

describe("processes beside functions", () => {
  const units = {
    core: { services: ["catalog", "customers"], as: "process" },
    money: { services: ["payments"], as: "functions" },
    stock: { services: ["orders"], as: "functions" },
  };
  const mixed = (target: string): Architecture => example("shop", { topology: "hybrid", deploy: { target, units } });
  const calling = example("shop", {
    topology: "hybrid",
    deploy: { units: { stock: { services: ["catalog"], as: "functions" } } },
  });

  test("are told by whoever deploys where functions answer, the gateway over HTTP, others as functions to run", () => {
    const { gateway, core } = parse(contentOf(mixed("compose"), "deploy/compose.yaml")).services;
    expect(gateway.environment).toMatchObject({ MONEY_URL: "${MONEY_URL:?set it in deploy/.env}" });
    expect(gateway.networks).toEqual(["inside", "outside"]);
    expect(core.environment).not.toHaveProperty("MONEY_URL");
    const caller = parse(contentOf(calling, "deploy/compose.yaml")).services.shop;
    expect(caller.environment).toMatchObject({ STOCK_URL: "${STOCK_FUNCTION:?set it in deploy/.env}" });
    for (const key of ["STOCK_URL=", "STOCK_FUNCTION="]) expect(contentOf(calling, "deploy/.env.example")).toContain(key);
  });

  test("find those addresses in the Secret of a cluster", () => {
    const { Deployment } = Object.fromEntries(manifestsOf(mixed("kubernetes"), "gateway"));
    const [container] = Deployment.spec.template.spec.containers;
    expect(container.env).toContainEqual({ name: "MONEY_URL", valueFrom: { secretKeyRef: { name: "gateway-secrets", key: "MONEY_URL" } } });
  });

  test("leave functions no secret for what the stack itself knows", () => {
    const tree = new Map(generate(mixed("compose"), options).map((file) => [file.path, file.content]));
    const template = tree.get("deploy/functions.yaml") ?? "";
    expect(template).toContain("BROKER_URL: !Sub https://sqs.");
    expect(template).not.toContain("BROKER_URL_SECRET");
  });
});

test("backups are a service of the compose file where the spec asks for them", () => {
  const asking = (target: "compose" | "process") => example("shop", { deploy: { target }, data: { backups: { every: "2h", keep: "7d" } } });
  expect(paths(example("shop", { deploy: { target: "compose" } }))).not.toContain("deploy/backup/backup.sh");
  const compose = parse(contentOf(asking("compose"), "deploy/compose.yaml"));
  expect(compose.services.backup).toMatchObject({ user: "postgres", read_only: true, volumes: ["./backup/backup.sh:/backup.sh:ro", "backups:/var/lib/postgresql"] });
  expect(compose.services.backup.command[0]).toContain("sleep 720;");
  expect(compose.volumes).toHaveProperty("backups");
  const script = contentOf(asking("compose"), "deploy/backup/backup.sh");
  expect(script).toContain("EVERY_MINUTES=120\nKEEP_MINUTES=10080\nfolder=");
  expect(script).not.toContain("restore_test");
});
