import type { Architecture } from "../model/architecture.ts";
import type { GeneratedFile } from "../model/file-tree.ts";
import { alertsOf } from "./deploy/alerts.ts";
import { inContainers, processesOf } from "./shipped.ts";
import { deployView } from "./deploy/view.ts";
import type { GenerateOptions } from "./options.ts";
import { render } from "./render/index.ts";

/** How processes are shipped: images, one machine by compose, a cluster by Kubernetes; and updates of what all of it stands on. */
export const deploy = (architecture: Architecture, options: GenerateOptions): readonly GeneratedFile[] => {
  if (processesOf(architecture).length === 0) return [];
  const view = deployView(architecture, options);
  const containers = inContainers(architecture);
  const alerts = alertsOf(architecture);
  return [
    file(".github/dependabot.yml", { containers }),
    ...(containers ? CONTAINERS.map((path) => file(`deploy/${path}`, view)) : []),
    ...(containers && view.replicas.length > 0 ? REPLICATED.map((path) => file(`deploy/${path}`, view)) : []),
    ...(containers && view.backups !== null ? [file("deploy/backup/backup.sh", view.backups, "deploy/backup/backup.sh")] : []),
    ...(architecture.deploy.target === "kubernetes" ? kubernetes(view) : []),
    ...(alerts.length > 0 ? ["rules.yaml", "rules.test.yaml"].map((name) => file(`deploy/prometheus/${name}`, { alerts })) : []),
  ];
};

const CONTAINERS = ["Dockerfile", "Dockerfile.dockerignore", "compose.yaml", "nginx.conf", ".env.example"];

/** What the compose file's databases need to follow one. */
const REPLICATED = ["postgres/pg_hba.conf", "postgres/replica.sh"];

const kubernetes = (view: ReturnType<typeof deployView>): readonly GeneratedFile[] => [
  ...["kustomization.yaml", "namespace.yaml", ...(view.stores ? ["migrate.yaml"] : [])].map((name) => file(`deploy/kubernetes/${name}`, view)),
  ...view.units.map((unit) => file(`deploy/kubernetes/${unit.name}.yaml`, { ...view, unit }, "deploy/kubernetes/unit.yaml")),
];

const file = (path: string, view: object, template = path): GeneratedFile => ({
  path,
  content: render(`deploy/${template}.hbs`, view),
  ownership: "merged",
});
