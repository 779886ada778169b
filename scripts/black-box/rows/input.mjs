// The schema of what comes in.
import { each, excerpt } from "../rig/check.mjs";
import { rowCounts } from "../rig/database.mjs";
import { misfitOf } from "../rig/samples.mjs";

/** A value of every other kind; those that fit are left out later. */
const OF_ALL_TYPES = [null, true, 1, 1.5, "text", "1", "NaN", [], {}, [1]].map((value) => [JSON.stringify(value), value]);

const beyondBounds = ({ minimum, maximum, minLength, maxLength, minItems, maxItems, enum: values, format }) => [
  ...(minimum === undefined ? [] : [["less than the least", minimum - 1]]),
  ...(maximum === undefined ? [] : [["more than the most", maximum + 1]]),
  ...(minLength > 0 ? [["too short", "x".repeat(minLength - 1)]] : []),
  ...(maxLength === undefined || maxLength > 50_000 ? [] : [["too long", "x".repeat(maxLength + 1)]]),
  ...(minItems > 0 ? [["too few", []]] : []),
  ...(maxItems === undefined || maxItems > 5_000 ? [] : [["too many", Array(maxItems + 1).fill(null)]]),
  ...(values === undefined ? [] : [["none of the list", "unheard of"]]),
  ...(format === undefined ? [] : [["of no format", "x y"]]),
];

/** Every value of a body with its place, objects and the first of each list opened up. */
export const placesOf = (schema, value, path = []) => {
  const here = path.length === 0 ? [] : [{ path, schema }];
  if (Array.isArray(value) && value.length > 0) return [...here, ...placesOf(schema.items ?? {}, value[0], [...path, 0])];
  if (typeof value !== "object" || value === null) return here;
  const below = Object.entries(schema.properties ?? {}).flatMap(([name, one]) => placesOf(one, value[name], [...path, name]));
  return [...here, ...below];
};

export const changed = (value, [first, ...rest], make) => {
  const copy = Array.isArray(value) ? [...value] : { ...value };
  if (rest.length > 0) copy[first] = changed(copy[first], rest, make);
  else make(copy, first);
  return copy;
};

/** Each body differs from one that fits in one place, and does not fit. */
function misfits(schema, body) {
  const tried = placesOf(schema, body).flatMap(({ path, schema: one }) => [
    ...[...OF_ALL_TYPES, ...beyondBounds(one)].map(([what, value]) => ({
      what: `${path.join("/")} ${what}`,
      body: changed(body, path, (at, name) => {
        at[name] = value;
      }),
    })),
    { what: `${path.join("/")} missing`, body: changed(body, path, (at, name) => (Array.isArray(at) ? at.splice(name, 1) : delete at[name])) },
  ]);
  const whole = [
    { what: "an unknown field", body: { ...body, unheardOf: 1 } },
    { what: "__proto__", body: JSON.parse(`{"__proto__":{"admin":true},${JSON.stringify(body).slice(1)}`) },
    { what: "a list in its place", body: [body] },
    { what: "a text in its place", body: JSON.stringify("text") },
    { what: "a number in its place", body: "5" },
  ];
  return [...tried, ...whole].filter(({ body: one }) => misfitOf(schema, typeof one === "string" ? JSON.parse(one) : one) !== null);
}

const strictly = (answer, check, what) => {
  check.that([400, 422].includes(answer.status), () => `${what}: ${excerpt(answer)}`);
  if (answer.status !== 422) return;
  const errors = answer.body?.errors;
  const named = Array.isArray(errors) && errors.length > 0 && errors.every(({ pointer }) => typeof pointer === "string");
  check.that(named, () => `${what}: says not where: ${excerpt(answer)}`);
};

/** `1e400` and the like cannot be written by a JSON writer. */
const outOfRange = (body) =>
  Object.entries(body).flatMap(([name, value]) =>
    typeof value === "number"
      ? ["1e400", "-1e400", "NaN", "Infinity", "0x1", "01"].map((text) => ({
          what: `${name} ${text}`,
          text: JSON.stringify({ ...body, [name]: "@" }).replace('"@"', text),
        }))
      : [],
  );

export default [
  {
    id: "B22",
    title: "the schema is enforced",
    run: async (rig, check) => {
      const routes = rig.routes.filter((route) => route.body !== null);
      if (routes.length === 0) check.notApplicable("no route takes a body");
      for (const route of routes) {
        const request = await rig.samples.valid(route);
        const fitting = await rig.send(await rig.samples.valid(route));
        check.that(![400, 422].includes(fitting.status), () => `${route.name}: what fits is refused: ${excerpt(fitting)}`);
        const before = await rowCounts(rig);
        await each([...misfits(route.body, request.body), ...outOfRange(request.body)], async ({ what, body, text }) => {
          const answer = await rig.send({ ...request, body: text ?? body });
          strictly(answer, check, `${route.name}, ${what}`);
        });
        const after = await rowCounts(rig);
        check.that(JSON.stringify(after) === JSON.stringify(before), `${route.name}: wrote rows of what it refused`);
      }
      await queries(rig, check);
    },
  },
];

async function queries(rig, check) {
  for (const route of rig.routes.filter((one) => one.method === "GET")) {
    const request = await rig.samples.valid(route);
    const wrong = route.query.flatMap(({ name, schema }) =>
      beyondBounds(schema).map(([what, value]) => [`${name} ${what}`, `${name}=${encodeURIComponent(String(value))}`]),
    );
    await each([...wrong, ["an unknown parameter", "unheardOf=1"]], async ([what, query]) => {
      const answer = await rig.send({ ...request, path: `${request.path}?${query}` });
      strictly(answer, check, `${route.name}, ${what}`);
    });
  }
}
