import { join } from "node:path";
import { existsSync, rmSync } from "node:fs";
import { expect, it } from "vitest";
import type { FileTree } from "../../src/model/file-tree.ts";
import type { Rename } from "../../src/model/rename.ts";
import { nodeDisk, undoRun, type Written, writeProject } from "../../src/workspace/index.ts";
import { contentsOf, projectFiles, save, temporaryFolder, treeOf } from "./project.ts";

const renames: readonly Rename[] = [{ from: "Order", to: "Sale" }];

const before = treeOf({
  "src/orders.ts": "export const newOrder = (orders: number): number => orders + 1;\n\nexport const reorder = (): string => \"Ordering\";\n",
  "seeded/orders.ts": "import { newOrder } from \"../src/orders.ts\";\n\nexport const orders = newOrder(1);\n",
  "seeded/other.ts": "import { newOrder } from \"../src/orders.ts\";\n\nexport const other = newOrder(1);\n",
});

const after = treeOf({
  "src/sales.ts": "export const newSale = (sales: number): number => sales + 1;\n\nexport const reorder = (): string => \"Ordering\";\n",
  "seeded/sales.ts": "import { newSale } from \"../src/sales.ts\";\n\nexport const sales = newSale(1);\n",
  "seeded/other.ts": "import { newSale } from \"../src/sales.ts\";\n\nexport const other = newSale(1);\n",
});

const write = (folder: string, tree: FileTree, renamed: readonly Rename[] = renames): Written => {
  const [written, faults] = writeProject(nodeDisk(folder), tree, { keybeam: "1.0.0", renames: renamed });
  if (written === null) throw new Error(JSON.stringify(faults));
  return written;
};

const projectOf = (edits: Readonly<Record<string, string>> = {}): string => {
  const folder = temporaryFolder();
  write(folder, before, []);
  for (const [path, more] of Object.entries(edits)) save(folder, path, `${before.find((file) => file.path === path)?.content ?? ""}${more}`);
  return folder;
};

const actions = ({ plan }: Written): Readonly<Record<string, string>> => Object.fromEntries(plan.files.map(({ path, action }) => [path, action]));

it("moves what nobody edited to the new rendering, and knows it by its new path alone", () => {
  const folder = projectOf();
  write(folder, after);
  expect(projectFiles(folder)).toEqual(Object.fromEntries(after.map(({ path, content }) => [path, content])));
  expect(Object.values(actions(write(folder, after))).every((action) => ["same", "keep"].includes(action))).toBe(true);
});

it("takes edits along under the new names, and leaves words alone that only look alike", () => {
  const mine = "\n// my order of orders\nexport const twice = (orders: number): number => newOrder(orders) * 2; // an order\nexport const said = \"an order of orders\";\n";
  const folder = projectOf({ "src/orders.ts": mine, "seeded/orders.ts": mine, "seeded/other.ts": mine });
  expect(actions(write(folder, after))).toEqual({ "src/orders.ts": "remove", "src/sales.ts": "merge", "seeded/orders.ts": "remove", "seeded/sales.ts": "merge", "seeded/other.ts": "merge" });
  const moved = "\n// my order of orders\nexport const twice = (sales: number): number => newSale(sales) * 2; // an order\nexport const said = \"an order of orders\";\n";
  const files = projectFiles(folder);
  expect(files["src/sales.ts"]).toBe(`${after[2]?.content}${moved}`);
  expect(files["seeded/sales.ts"]).toBe(`${after[1]?.content}${moved}`);
  expect(files["seeded/other.ts"]).toContain("newSale(");
  expect(existsSync(join(folder, "src/orders.ts"))).toBe(false);
  expect(Object.values(actions(write(folder, after))).every((action) => action === "keep")).toBe(true);
});

it("takes a test along that was written in the place of the rendered one, without a conflict", () => {
  const rendered = (word: string, more = ""): FileTree => treeOf({ [`test/${word}s.test.ts`]: `resource("${word}", { path: "/v1/${word}s"${more} });\n` });
  const folder = temporaryFolder();
  write(folder, rendered("order"), []);
  save(folder, "test/orders.test.ts", "test(\"wholly mine\", () => {});\n");
  expect(actions(write(folder, rendered("sale", ", unique: true")))).toEqual({ "test/orders.test.ts": "remove", "test/sales.test.ts": "merge" });
  expect(projectFiles(folder)).toEqual({ "test/sales.test.ts": "test(\"wholly mine\", () => {});\n" });
});

it("leaves deleted what was deleted", () => {
  const folder = projectOf();
  rmSync(join(folder, "src/orders.ts"));
  expect(actions(write(folder, after))["src/sales.ts"]).toBe("deleted");
  expect(existsSync(join(folder, "src/sales.ts"))).toBe(false);
  expect(actions(write(folder, after))["src/sales.ts"]).toBe("deleted");
});

it("brings a conflict to the new path with the edit, and the new rendering beside it", () => {
  const folder = projectOf();
  save(folder, "src/orders.ts", before[2]?.content.replace("orders + 1", "orders + 2") ?? "");
  write(folder, after.map((file) => (file.path === "src/sales.ts" ? { ...file, content: file.content.replace("sales + 1", "sales + 3") } : file)));
  const files = contentsOf(folder);
  expect(files["src/sales.ts"]).toContain("newSale = (sales: number): number => sales + 2");
  expect(files[".keybeam/conflicts/src/sales.ts"]).toContain("sales + 3");
  expect(files["src/orders.ts"]).toBeUndefined();
});

it("writes nothing where somebody has a file at the new path", () => {
  const folder = projectOf();
  save(folder, "src/sales.ts", "mine");
  const was = contentsOf(folder);
  const [written, faults] = writeProject(nodeDisk(folder), after, { keybeam: "1.0.0", renames });
  expect(written).toBeNull();
  expect(faults.map(({ rule }) => rule)).toEqual(["foreign-file"]);
  expect(contentsOf(folder)).toEqual(was);
});

it("takes along what else lies in the folder of a service that moves, and nothing from elsewhere", () => {
  const tree = (name: string) => treeOf({ [`src/services/${name}/contract.ts`]: `export const ${name}Contract = 1;\n` });
  const folder = temporaryFolder();
  write(folder, tree("orders"), []);
  const own = "import { ordersContract } from \"../contract.ts\";\n";
  save(folder, "src/services/orders/application/mine.ts", own);
  save(folder, "src/mine.ts", own);
  write(folder, tree("sales"), [{ from: "orders", to: "sales" }]);
  const files = projectFiles(folder);
  expect(Object.keys(files).sort()).toEqual(["src/mine.ts", "src/services/sales/application/mine.ts", "src/services/sales/contract.ts"]);
  expect(files["src/services/sales/application/mine.ts"]).toBe(own.replace("ordersContract", "salesContract"));
  expect(files["src/mine.ts"]).toBe(own);
  const again = write(folder, tree("sales"), [{ from: "orders", to: "sales" }]);
  expect(again.plan.files.map(({ path, action }) => `${action} ${path}`)).toEqual(["same src/services/sales/contract.ts"]);
  undoRun(nodeDisk(folder));
  expect(projectFiles(folder)["src/services/orders/application/mine.ts"]).toBe(own);
});

it("is taken back by undo, every byte", () => {
  const folder = projectOf({ "src/orders.ts": "\nexport const mine = newOrder;\n" });
  const was = projectFiles(folder);
  write(folder, after);
  undoRun(nodeDisk(folder));
  expect(projectFiles(folder)).toEqual(was);
});
