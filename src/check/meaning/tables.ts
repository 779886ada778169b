import { ts } from "ts-morph";
import type { Fact } from "./fact.ts";
import type { Parsed } from "./parsed.ts";
import { isSql, tablesOf } from "./sql.ts";

/** Methods of query builders that take a table's name first, and what they do to it. */
const METHODS: ReadonlyMap<string, string> = new Map([
  ...each("selectFrom innerJoin leftJoin rightJoin fullJoin from join leftOuterJoin rightOuterJoin joinTable", "reads"),
  ...each("insertInto updateTable deleteFrom replaceInto mergeInto into dropTable alterTable truncateTable", "writes"),
  ...each("createTable", "makes"),
]);
const MAKERS = new Set(["pgTable", "mysqlTable", "sqliteTable", "singlestoreTable"]);

function each(names: string, use: string): readonly (readonly [string, string])[] {
  return names.split(" ").map((name) => [name, use]);
}

/** Every table that is named in SQL or to a query builder; `detail` is `reads`, `writes` or `makes`. */
export function namedTables({ source, nodes }: Parsed): readonly Fact[] {
  return nodes.flatMap((node) => {
    if (ts.isCallExpression(node)) return builderFacts(node, source);
    if (ts.isDecorator(node)) return entityFacts(node, source);
    if (ts.isStringLiteralLike(node)) return sqlFacts(node.text, node, source);
    return ts.isTemplateExpression(node) ? templateFacts(node, source) : [];
  });
}

function fact(name: string, use: string, start: number, end: number): Fact {
  return { kind: "table", name, detail: use, start, end, other: null };
}

/** What the holes of a template hold is not known; a fragment that begins with one, `${SELECT} from …`, is SQL all the same. */
function templateFacts(node: ts.TemplateExpression, source: ts.SourceFile): readonly Fact[] {
  const parts = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
  const text = parts.join(" ? ");
  return sqlFacts(isSql(text) ? text : text.replace(/^[\s?]+/, ""), node, source);
}

/** The place is that of the name in the text, as long as the text stands in the file as it is. */
function sqlFacts(text: string, node: ts.Node, source: ts.SourceFile): readonly Fact[] {
  const from = node.getStart(source);
  const written = source.text.slice(from, node.getEnd());
  let after = 0;
  return tablesOf(text).map(({ name, use, start, length }) => {
    const at = written.indexOf(text.slice(start, start + length), after);
    after = Math.max(after, at);
    return at < 0 ? fact(name, use, from, node.getEnd()) : fact(name, use, from + at, from + at + length);
  });
}

function builderFacts(call: ts.CallExpression, source: ts.SourceFile): readonly Fact[] {
  const [first, second] = call.arguments;
  const { expression } = call;
  const named = ts.isPropertyAccessExpression(expression) ? expression.name.text : ts.isIdentifier(expression) ? expression.text : "";
  const model = prismaModel(expression);
  if (model !== null) return [fact(model.text.toLowerCase(), "uses", model.getStart(source), model.getEnd())];
  if (!first || !ts.isStringLiteralLike(first)) return [];
  const makes = MAKERS.has(named) || (named === "table" && second !== undefined);
  const use = makes ? "makes" : named === "knex" || named === "table" ? "uses" : ts.isPropertyAccessExpression(expression) ? METHODS.get(named) : undefined;
  const table = /^["`\w$.]{1,127}(?=\s+as\s|$)/i.exec(first.text)?.[0];
  return use === undefined || table === undefined ? [] : [fact(table.replace(/["`]/g, "").toLowerCase(), use, first.getStart(source), first.getEnd())];
}

/** `order` of `prisma.order.findMany`. */
function prismaModel(callee: ts.Expression): ts.MemberName | null {
  if (!ts.isPropertyAccessExpression(callee) || !PRISMA.test(callee.name.text)) return null;
  const model = callee.expression;
  if (!ts.isPropertyAccessExpression(model)) return null;
  const client = model.expression;
  const name = ts.isIdentifier(client) ? client.text : ts.isPropertyAccessExpression(client) ? client.name.text : "";
  return /prisma/i.test(name) ? model.name : null;
}

const PRISMA = /^(?:find(?:Many|First|Unique)(?:OrThrow)?|create(?:Many)?(?:AndReturn)?|update(?:Many)?|upsert|delete(?:Many)?|count|aggregate|groupBy)$/;

/** `@Entity("orders")` and `@Entity({ name: "orders" })`; without a name the class's. */
function entityFacts({ expression, parent }: ts.Decorator, source: ts.SourceFile): readonly Fact[] {
  if (!ts.isCallExpression(expression) || !ts.isIdentifier(expression.expression) || expression.expression.text !== "Entity") return [];
  const [first] = expression.arguments;
  const literal = first && ts.isObjectLiteralExpression(first) ? first.properties.flatMap(nameProperty)[0] : first;
  const name = literal && ts.isStringLiteralLike(literal) ? literal.text : ts.isClassDeclaration(parent) ? parent.name?.text : undefined;
  return name === undefined ? [] : [fact(name.toLowerCase(), "makes", expression.getStart(source), expression.getEnd())];
}

function nameProperty(property: ts.ObjectLiteralElementLike): readonly ts.Expression[] {
  return ts.isPropertyAssignment(property) && property.name.getText() === "name" ? [property.initializer] : [];
}
