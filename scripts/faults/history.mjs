// Holds what clients were told to what is stored in the end. Pure: a history and the rows go in, what is wrong comes out.

const by = (rows, name) => {
  const groups = new Map();
  for (const row of rows) {
    const group = groups.get(row[name]);
    if (group === undefined) groups.set(row[name], [row]);
    else group.push(row);
  }
  return groups;
};

const sum = (rows, name) => rows.reduce((total, row) => total + row[name], 0);

const named = (history, what) => history.filter((one) => one.what === what);
const done = (history, what) => named(history, what).filter(({ outcome }) => outcome === "done");

/** Every write that was acknowledged is there, and none that was refused. */
function* writes(history, { products, orders }) {
  const [skus, notes] = [new Set(products.map(({ sku }) => sku)), new Set(orders.map(({ note }) => note))];
  for (const { sku, outcome, status } of named(history, "create product")) {
    if (outcome === "done" && !skus.has(sku)) yield ["lost write", `the product ${sku} was acknowledged and is gone`];
    if (outcome === "not" && skus.has(sku)) yield ["refused write", `the product ${sku} was refused with ${status} and is there`];
  }
  for (const { note, outcome, status } of named(history, "draft")) {
    if (outcome === "done" && !notes.has(note)) yield ["lost write", `the order ${note} was acknowledged and is gone`];
    if (outcome === "not" && notes.has(note)) yield ["refused write", `the order ${note} was refused with ${status} and is there`];
  }
  for (const { id, status } of named(history, "get product")) if (status === 404) yield ["stale read", `the product ${id} was not there after it was acknowledged`];
}

/** The status that an order must have by what its client was told, where that is sure. */
const wanted = { cancel: ["cancelled"], place: ["placed", "paid", "cancelled"] };

function* steps(history, { orders, payments }) {
  const statuses = new Map(orders.map(({ id, status }) => [id, status]));
  const paid = new Map(payments.map(({ id, status }) => [id, status]));
  for (const [what, allowed] of Object.entries(wanted)) {
    for (const { order } of done(history, what)) if (!allowed.includes(statuses.get(order))) yield ["lost write", `${what} of ${order} was acknowledged, and it is ${statuses.get(order)}`];
  }
  for (const [what, status] of [["settle", "settled"], ["fail", "failed"]]) {
    for (const { payment } of done(history, what)) if (paid.get(payment) !== status) yield ["lost write", `${what} of ${payment} was acknowledged, and it is ${paid.get(payment)}`];
  }
}

/** No step that was refused each time has taken effect all the same. */
function* refusedSteps(history, { orders, payments }) {
  const paid = new Map(payments.map(({ id, status }) => [id, status]));
  const statuses = new Map(orders.map(({ id, status }) => [id, status]));
  const wasFailed = new Set(named(history, "fail").map(({ order }) => order));
  const took = {
    place: (order) => ["placed", "paid"].includes(statuses.get(order)),
    cancel: (order) => statuses.get(order) === "cancelled" && !wasFailed.has(order),
    settle: (_, payment) => paid.get(payment) === "settled",
    fail: (_, payment) => paid.get(payment) === "failed",
  };
  for (const [what, isThere] of Object.entries(took)) {
    for (const [id, tries] of by(named(history, what), "order")) {
      if (tries.every(({ outcome }) => outcome === "not") && isThere(id, tries[0].payment)) yield ["refused write", `${what} of ${id} was refused each time (${tries.map(({ status }) => status).join(", ")}) and is done`];
    }
  }
}

/** Each event had each of its effects once: no more, no less. */
function* events(history, { orders, payments, marks }) {
  const [marked, payed] = [by(marks, "order"), by(payments, "order")];
  const wasPlaced = new Set(done(history, "place").map(({ order }) => order));
  const wasTried = new Set(named(history, "place").map(({ order }) => order));
  for (const { id, status } of orders) {
    const has = (what) => (marked.get(id) ?? []).filter((mark) => mark.what === what).length;
    const [payment, ...more] = payed.get(id) ?? [];
    const expect = function* (what, least, most) {
      if (has(what) < least) yield ["lost event", `${what} of ${id} (${status}) has no effect`];
      if (has(what) > most) yield ["double effect", `${what} of ${id} (${status}) has ${has(what)} effects`];
    };
    const isPlaced = ["placed", "paid"].includes(status) || wasPlaced.has(id);
    const mayBePlaced = isPlaced || (status === "cancelled" && wasTried.has(id));
    yield* expect("placed", isPlaced ? 1 : 0, mayBePlaced ? 1 : 0);
    yield* expect("cancelled", status === "cancelled" ? 1 : 0, status === "cancelled" ? 1 : 0);
    yield* expect("settled", payment?.status === "settled" ? 1 : 0, payment?.status === "settled" ? 1 : 0);
    yield* expect("failed", payment?.status === "failed" ? 1 : 0, payment?.status === "failed" ? 1 : 0);
    if (has("placed") > 0 !== (payment !== undefined)) yield ["lost event", `of two that hear that ${id} was placed one did`];
    if (more.length > 0) yield ["double effect", `${id} has ${more.length + 1} payments`];
    if (payment?.status === "settled" && status !== "paid") yield ["lost event", `the payment of ${id} is settled, and it is ${status}`];
    if (payment?.status === "failed" && status !== "cancelled") yield ["lost event", `the payment of ${id} failed, and it is ${status}`];
  }
}

/** Events of one order come in their order. */
function* order({ marks }) {
  for (const [id, list] of by(marks, "order")) {
    const whats = list.map(({ what }) => what);
    const place = whats.indexOf("placed");
    if (place >= 0 && whats.includes("cancelled") && whats.indexOf("cancelled") < place) yield ["wrong order", `${id} was cancelled before it was placed, for who hears of it`];
  }
}

/** What left the stock is reserved, for orders that were placed, line by line. */
function* stock(initial, { products, reservations, orders, lines }) {
  const [held, reserved] = [by(reservations, "product"), by(reservations, "order")];
  for (const { id, sku, stock: left } of products.filter(({ sku }) => sku.startsWith("stock-"))) {
    const out = sum(held.get(id) ?? [], "quantity");
    if (left + out !== initial) yield ["stock", `${sku}: ${left} are left and ${out} reserved of ${initial}`];
  }
  const wantedLines = by(lines, "order");
  const text = (rows) => rows.map(({ product, quantity }) => `${product} ${quantity}`).sort().join();
  for (const { id, status } of orders) {
    const has = reserved.get(id) ?? [];
    if (["placed", "paid"].includes(status) && text(has) !== text(wantedLines.get(id) ?? [])) yield ["oversold", `${id} is ${status}, and what is reserved for it is not what it says`];
  }
}

/** Of what several tries asked for under one key there is one effect and one answer. */
function* keys(history, { accounts, entries }) {
  const effects = by(entries, "memo");
  for (const [key, tries] of by(named(history, "deposit"), "key")) {
    const answers = new Set(tries.filter(({ outcome }) => outcome === "done").map(({ body }) => JSON.stringify(body)));
    const count = effects.get(key)?.length ?? 0;
    if (answers.size > 1) yield ["double effect", `the key ${key} has ${answers.size} answers`];
    if (answers.size > 0 && count === 0) yield ["lost write", `the deposit ${key} was acknowledged and is gone`];
    if (count > 1) yield ["double effect", `the deposit ${key} was made ${count} times`];
    if (count > 0 && tries.every(({ outcome }) => outcome === "not")) yield ["refused write", `the deposit ${key} was refused each time and was made`];
  }
  for (const { id, balance } of accounts) {
    const total = sum(entries.filter(({ account }) => account === id), "amount");
    if (balance !== total) yield ["half a write", `the account ${id} holds ${balance}, and its entries are ${total}`];
  }
}

/**
 * A register under a version each: one value a version, each write one more than what it was made on, and nobody who begins to read after another's
 * answer sees less than that one did. For one row with versions that is linearizability.
 */
function* registers(history, { customers }) {
  for (const { id, version, phone } of customers) {
    const seen = history.filter((one) => (one.what === "read" || one.what === "write") && one.id === id && one.outcome === "done").sort((a, b) => a.until - b.until);
    const values = new Map([[version, phone]]);
    const writers = new Map();
    for (const { what, body, value, on } of seen) {
      if ((values.get(body.version) ?? body.phone) !== body.phone) yield ["lost update", `version ${body.version} of ${id} has two values`];
      values.set(body.version, body.phone);
      if (what !== "write") continue;
      if (body.version !== on + 1 || body.phone !== value) yield ["lost update", `a write on version ${on} of ${id} gave version ${body.version}`];
      if (writers.has(body.version)) yield ["lost update", `two made version ${body.version} of ${id}`];
      writers.set(body.version, value);
    }
    let [highest, next] = [0, 0];
    for (const later of [...seen].sort((a, b) => a.at - b.at)) {
      for (; next < seen.length && seen[next].until < later.at; next += 1) highest = Math.max(highest, seen[next].body.version);
      if (later.body.version < highest) yield ["stale read", `${id}: version ${later.body.version} was seen after version ${highest}`];
    }
    const phones = new Set(values.values());
    for (const { value, status } of history.filter((one) => one.what === "write" && one.id === id && one.outcome === "not")) {
      if (phones.has(value)) yield ["refused write", `the value ${value} of ${id} was refused with ${status} and was there`];
    }
    if (version < highest) yield ["lost write", `${id} is at version ${version}, and ${highest} was seen`];
  }
}

/** A request may take its own five seconds, its gateway a little more, and what answers it may be frozen for as long as a fault lasts. */
const LATEST_MS = 10_000;

/** What a client may be told while things fail. */
function* answers(history) {
  const fine = [200, 201, 204, 409, 412, 503, 504];
  for (const { what, status, fault, problem, at, until } of history) {
    if (status !== 0 && until - at > LATEST_MS) yield ["late answer", `${what} at ${Math.round(at)} ms was answered after ${Math.round(until - at)} ms`];
    if (status === 0 && fault === "no answer") yield ["unanswered", `${what} at ${Math.round(at)} ms was not answered`];
    if (status !== 0 && !fine.includes(status) && !(what === "get product" && status === 404)) yield ["unexpected answer", `${what} at ${Math.round(at)} ms: ${status} ${problem ?? ""}`];
  }
}

/** What was poisoned is put aside, and nothing else is. */
function* deadLetters(poisoned, { dead }) {
  const aside = dead.filter(({ key }) => key === "poison").length;
  if (aside !== poisoned) yield ["dead letter", `${aside} of ${poisoned} poisoned messages were put aside`];
  for (const { key, event, subscriber, reason } of dead) if (key !== "poison") yield ["dead letter", `${event} for ${subscriber}: ${reason}`];
}

/** How much is reserved for orders that are not placed: more than there need be, never less. */
export function heldBack({ orders, reservations }) {
  const statuses = new Map(orders.map(({ id, status }) => [id, status]));
  const ids = [...new Set(reservations.map(({ order: id }) => id))];
  return { cancelled: ids.filter((id) => statuses.get(id) === "cancelled").length, draft: ids.filter((id) => statuses.get(id) === "draft").length };
}

/**
 * @param given how much there was of what is sold, and how many messages were poisoned
 * @returns what is wrong, each with its kind
 */
export function faultsIn(history, state, { initial, poisoned }) {
  const all = [...writes(history, state), ...steps(history, state), ...refusedSteps(history, state), ...events(history, state), ...order(state), ...stock(initial, state), ...keys(history, state), ...registers(history, state), ...answers(history), ...deadLetters(poisoned, state)];
  return all.map(([kind, text]) => ({ kind, text }));
}
