import { demand, swap } from "./demand.mjs";

export const packages = ["kubernetes-models@4.5.1", "@monokle/validation@0.33.0", "yaml@2.9.1"];

const RESTRICTED = [
  "host-process",
  "host-namespaces",
  "privileged-containers",
  "capabilities",
  "host-path-volumes",
  "host-ports",
  "app-armor",
  "selinux",
  "proc-mount",
  "seccomp",
  "sysctls",
  "volume-types",
  "privilege-escalation",
  "running-as-non-root",
  "running-as-non-root-user",
  "seccomp-strict",
  "capabilities-strict",
];

export async function verify(load, texts) {
  const { parseAllDocuments } = load("yaml");
  const manifestsOf = (text) => parseAllDocuments(text).map((one) => one.toJS());
  await schemas(load, texts, manifestsOf);
  await standards(load, texts, manifestsOf);
  await ownSecrets(texts, manifestsOf);
}

/** No verifier of others knows it: each unit reads its own Secret and its own certificate, and shows the latter where it listens. */
function ownSecrets(texts, manifestsOf) {
  const problemsOf = ({ kind, metadata: { name }, spec: { template } = {} }) => {
    if (!["Deployment", "Job"].includes(kind)) return [];
    const { containers, volumes = [] } = template.spec;
    const ofVolumes = volumes.flatMap(({ secret }) => secret?.secretName ?? []);
    const ofVariables = containers.flatMap(({ env = [] }) => env.flatMap(({ valueFrom }) => valueFrom?.secretKeyRef.name ?? []));
    const strange = [...ofVolumes, ...ofVariables].filter((secret) => ![`${name}-secrets`, `${name}-certificate`].includes(secret));
    const shows = containers.some(({ env = [] }) => env.some((one) => one.name === "TLS_CERT_FILE"));
    return [...strange.map((secret) => `${name} reads ${secret}`), ...(shows && ofVolumes.length === 0 ? [`${name} has no certificate`] : [])];
  };
  const [certified = [], others = []] = [true, false].map((wanted) => texts.filter((text) => text.includes("-certificate") === wanted));
  return demand(
    "secrets of each unit alone",
    [...certified, ...others],
    {
      "one Secret for all": swap("name: catalog-secrets", "name: secrets"),
      "the password of the owner": swap(/name: orders-secrets, key: DATABASE_URL/, "name: migrate-secrets, key: DATABASE_URL"),
      "another's certificate": swap("secretName: orders-certificate", "secretName: catalog-certificate"),
      "no certificate": swap("secret: { secretName: orders-certificate }", "emptyDir: {}"),
    },
    (text) => manifestsOf(text).flatMap(problemsOf),
  );
}

/** The schemas of Kubernetes' own API. They take keys that they do not know, so a misspelt one shows only where it was required. */
function schemas(load, texts, manifestsOf) {
  const problemsOf = (manifest) => {
    try {
      const { [manifest.kind]: Model } = load(`kubernetes-models/${manifest.apiVersion}/${manifest.kind}`);
      new Model(manifest).validate();
      return [];
    } catch (error) {
      return [`${manifest.kind}: ${error.message}`];
    }
  };
  return demand(
    "kubernetes-models",
    texts,
    {
      "a port that is no number": swap(/containerPort: \d+/, 'containerPort: "http"'),
      "a flag that is a text": swap("runAsNonRoot: true", 'runAsNonRoot: "yes"'),
      "a kind that there is not": swap("kind: PodDisruptionBudget", "kind: PodDisruptionBudge"),
      "no selector": swap(/ {2}selector:\n {4}matchLabels: .*\n/, ""),
    },
    (text) => manifestsOf(text).flatMap(problemsOf),
  );
}

/** Kubernetes' pod security standard "restricted". Its plugin for schemas wants the network and is silent without, so it is left out. */
function standards(load, texts, manifestsOf) {
  const { createDefaultMonokleValidator } = load("@monokle/validation");
  const rules = Object.fromEntries(RESTRICTED.map((rule) => [`pod-security-standards/${rule}`, "err"]));
  const resource = (content, index) => ({
    id: String(index),
    fileId: "manifests",
    filePath: "manifests.yaml",
    fileOffset: 0,
    name: content.metadata.name,
    apiVersion: content.apiVersion,
    kind: content.kind,
    content,
    text: JSON.stringify(content),
  });
  return demand(
    "pod security standard: restricted",
    texts,
    {
      "all privileges": swap("allowPrivilegeEscalation: false", "privileged: true"),
      "more privileges later": swap("allowPrivilegeEscalation: false", "allowPrivilegeEscalation: true"),
      "every system call": swap("type: RuntimeDefault", "type: Unconfined"),
      "capabilities kept": swap("drop: [ALL]", "drop: []"),
      root: (text) => text.replaceAll("runAsNonRoot: true", "runAsNonRoot: false"),
      "a folder of the host": swap("emptyDir: { sizeLimit: 64Mi }", "hostPath: { path: / }"),
      "the network of the host": swap("enableServiceLinks: false", "hostNetwork: true"),
    },
    async (text) => {
      const validator = createDefaultMonokleValidator();
      await validator.preload({ plugins: { "pod-security-standards": true }, rules });
      const { runs } = await validator.validate({ resources: manifestsOf(text).map(resource) });
      return runs.flatMap(({ results }) => results.map(({ ruleId, message }) => `${ruleId} ${message.text}`));
    },
  );
}
