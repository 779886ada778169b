// What somebody writes into a generated shop in its first weeks. Each edit leaves a mark that must be there for ever.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const appended = (text) => (was) => `${was}\n${text}\n`;
const before = (line, text) => (was) => replaced(was, line, `${text}${line}`);

/** Each: the file, what becomes of its text, and by what it is known afterwards. */
const edits = [
  ["src/services/orders/domain/order.ts", appended("/** Mine 1: what an order is worth to us. */\nexport const isLarge = (order: Order): boolean => Number(order.total.amount) > 1000;"), /Mine 1: .*\n.*isLarge/],
  ["src/services/orders/application/orders.ts", before("export const createOrder = ", "/** Mine 2: kept above what keybeam writes. */\n"), /Mine 2: kept above/],
  ["src/services/catalog/domain/product.ts", before("export const newProduct = ", "const mine3 = (name: string): string => name.trim();\n\n"), /const mine3 = /],
  ["src/services/catalog/domain/product.ts", (was) => replaced(was, "name: input.name,", "name: mine3(input.name),"), /name: mine3\(input\.name\),/],
  ["src/services/payments/domain/payment.ts", movedUp("export type PaymentTransition = ", "/** What is said of a new payment. */"), /export type PaymentTransition[\s\S]*interface NewPayment/],
  ["src/services/customers/domain/customer.ts", (was) => was.replaceAll("\n", "\r\n"), /\r\n$/],
  ["src/services/orders/contract.ts", appended("/** Mine 7. */\nexport interface OrderNote {\n  readonly order: string;\n}"), /Mine 7\. \*\/\nexport interface OrderNote/],
  ["src/services/catalog/api/products.schemas.ts", (was) => was.replace(/^( +)(?=\S)/gm, "$1$1"), /^ {4}cursor: \{/m],
  ["src/platform/config.ts", before("export class ConfigError", "/** Mine 9. */\nexport const isMine = (host: string): boolean => host.endsWith(\".mine.example\");\n\n"), /Mine 9[\s\S]*isMine/],
  ["package.json", (was) => replaced(was, '  "scripts": {\n', '  "scripts": {\n    "mine10": "echo mine",\n'), /"mine10": "echo mine"/],
  ["README.md", appended("## Mine 11\n\nAsk Alice before you deploy on a Friday."), /## Mine 11\n\nAsk Alice/],
  [".env.example", appended("# Mine 12\nMINE=1"), /# Mine 12\nMINE=1/],
  [".github/workflows/ci.yml", before("      - run: npm run build\n", "      # Mine 13\n      - run: node --version\n"), /# Mine 13\n {6}- run: node --version/],
  ["src/services/orders/test/mine.test.ts", () => ownTest, /mine 14/],
];

const ownTest = `import { expect, it } from "vitest";
import { isLarge, newOrder } from "../domain/order.ts";

it("knows a large order (mine 14)", () => {
  const orderOf = (amount: string) => newOrder({ customer: "c", lines: [], total: { amount, currency: "EUR" } }, "o", "2026-01-01T00:00:00.000Z", () => "line");
  expect([isLarge(orderOf("1000.01")), isLarge(orderOf("1000.00"))]).toEqual([true, false]);
});
`;

/** Edits a fresh project. */
export function editByHand(folder) {
  for (const [path, edit] of edits) {
    const file = join(folder, path);
    const was = path.endsWith("mine.test.ts") ? "" : readFileSync(file, "utf8");
    const now = edit(was);
    if (now === was) throw new Error(`${path}: the edit has no place`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, now);
  }
}

/** The edits that are no longer there. */
export function lostIn(folder) {
  return edits.flatMap(([path, , mark]) => (mark.test(readFileSync(join(folder, path), "utf8")) ? [] : [`${path}: ${mark}`]));
}

function replaced(text, from, to) {
  if (!text.includes(from)) throw new Error(`there is no ${JSON.stringify(from)}`);
  return text.replace(from, () => to);
}

/** A line and an empty one after it go above another line. */
function movedUp(line, above) {
  return (was) => {
    const [found] = was.split("\n").filter((one) => one.startsWith(line));
    return replaced(replaced(was, `${found}\n\n`, ""), above, `${found}\n\n${above}`);
  };
}
