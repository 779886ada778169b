// A system with every measure that a spec can switch, and how each is switched off again.

const full = () => ({
  keybeam: 1,
  name: "measures",
  topology: "monolith",
  requirements: { traffic: { peak: "2000/s", pattern: "steady" } },
  services: {
    people: {
      entities: {
        Company: { fields: { name: "string(1..120)" } },
        Member: { fields: { user: { type: "uuid", unique: true, set: "once" } } },
        Person: {
          fields: {
            owner: { type: "uuid", set: "once" },
            name: { type: "string(1..200)", sensitivity: "personal" },
            email: { type: "email", sensitivity: "personal", unique: true, encrypt: true },
            phone: { type: "optional(string(..30))", visibleTo: ["staff"] },
          },
          audit: true,
        },
      },
      api: { resources: { Company: ["create"], Member: ["create"], Person: ["get", "create"] } },
      operations: {
        "Person.create": { emits: "PersonAdded" },
        greet: { http: "POST /greetings", idempotency: "key", input: { words: "string(..100)" }, output: { words: "string" } },
      },
      events: { PersonAdded: { fields: { person: "uuid" } } },
    },
  },
  tenancy: { by: "people.Company", member: "people.Member" },
  api: { rateLimit: "60000000/min per user" },
  auth: {
    model: "jwt",
    roles: { staff: { may: ["people.greet", { do: ["people.Person.get", "people.Person.create"], if: "isTheirs" }] }, admin: { may: ["all"] } },
    policies: { isTheirs: "resource.owner == user.id" },
  },
});

const withoutTenants = (spec) => {
  delete spec.tenancy;
};
const withoutPolicy = (spec) => {
  delete spec.auth.policies;
  spec.auth.roles.staff.may = ["people.greet", "people.Person.get", "people.Person.create"];
};
const withoutVisibility = ({ services }) => {
  delete services.people.entities.Person.fields.phone.visibleTo;
};
const needToken = [withoutTenants, withoutPolicy, withoutVisibility];

/**
 * The systems, by name. `off` are the measures that a system goes without, `against` is the system whose answers it is held to: by default the one with
 * all of them. What needs to know the user (tenants, policies, visibility) cannot outlive the token, so both sides go without it there. `isOpen`: asked without a token;
 * `isKeyless`: asked without a key, which it would refuse.
 */
const systems = [
  { name: "all", off: [] },
  { name: "tenancy", off: [withoutTenants] },
  { name: "policy", off: [withoutPolicy] },
  { name: "visibleTo", off: [withoutVisibility] },
  { name: "encrypt", off: [({ services }) => delete services.people.entities.Person.fields.email.encrypt] },
  { name: "audit", off: [({ services }) => delete services.people.entities.Person.audit] },
  { name: "outbox (emits)", off: [({ services }) => delete services.people.operations["Person.create"] && delete services.people.events] },
  { name: "idempotency: key", isKeyless: true, off: [({ services }) => delete services.people.operations.greet.idempotency] },
  { name: "rateLimit", off: [(spec) => delete spec.api] },
  { name: "load shedding (traffic.peak)", off: [(spec) => delete spec.requirements] },
  { name: "line of log", off: [], env: { LOG_LEVEL: "error" } },
  { name: "(all that needs no user)", off: needToken, isBase: true },
  {
    name: "token",
    against: "(all that needs no user)",
    isOpen: true,
    off: [
      ...needToken,
      ({ auth }) => {
        auth.anonymous = { may: ["people.greet", "people.Person.get", "people.Person.create"] };
      },
    ],
  },
];

/** Each system with its spec; `file` names its folder and its database. */
export const variants = systems.map(({ off, ...system }, at) => {
  const spec = full();
  for (const one of off) one(spec);
  return { against: "all", env: {}, isBase: at === 0, isOpen: false, isKeyless: false, ...system, spec, file: `system${at}` };
});
