import { ts } from "ts-morph";
import { bare } from "../../meaning/syntax.ts";

/** The text of a string literal; null where it is none. */
export const textOf = (node: ts.Expression | undefined): string | null => {
  const inner = node === undefined ? undefined : bare(node);
  return inner !== undefined && ts.isStringLiteralLike(inner) ? inner.text : null;
};

/** An object literal; null where it is none. */
export const objectOf = (node: ts.Expression | undefined): ts.ObjectLiteralExpression | null => {
  const inner = node === undefined ? undefined : bare(node);
  return inner !== undefined && ts.isObjectLiteralExpression(inner) ? inner : null;
};

/** The elements of an array literal; none where it is none. */
export const elementsOf = (node: ts.Expression | undefined): readonly ts.Expression[] => {
  const inner = node === undefined ? undefined : bare(node);
  return inner !== undefined && ts.isArrayLiteralExpression(inner) ? inner.elements : [];
};

/** The properties of an object literal that have a name and a value, those of objects spread into it from the same file among them. */
export function propertiesOf(object: ts.ObjectLiteralExpression | null, nodes: readonly ts.Node[] = [], depth = 0): ReadonlyMap<string, ts.Expression> {
  const found = new Map<string, ts.Expression>();
  for (const property of object?.properties ?? []) {
    if (ts.isSpreadAssignment(property) && depth < deepest) {
      for (const [key, value] of propertiesOf(objectOf(initialiserOf(property.expression, nodes)), nodes, depth + 1)) found.set(key, value);
    }
    if (!ts.isPropertyAssignment(property)) continue;
    const { name } = property;
    if (ts.isIdentifier(name) || ts.isStringLiteralLike(name)) found.set(name.text, property.initializer);
  }
  return found;
}

const deepest = 4;

/** What a name stands for in its file. */
export function initialiserOf(value: ts.Expression, nodes: readonly ts.Node[]): ts.Expression {
  if (!ts.isIdentifier(value)) return value;
  const declared = nodes.find((node): node is ts.VariableDeclaration => ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.name.text === value.text);
  return declared?.initializer ?? value;
}

/** Values as they are written, but for blanks, quotes, commas at the end and underscores in numbers, of those keys that are there. */
export function written(properties: ReadonlyMap<string, ts.Expression>, keys: readonly string[]): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const key of keys) {
    const value = properties.get(key);
    if (value !== undefined) found[key] = value.getText().replace(/\s+/g, "").replace(/,(?=[\]})])/g, "").replaceAll("'", '"').replace(/(?<=\d)_(?=\d)/g, "");
  }
  return found;
}

/** The name of the function that is called; null where it is computed. */
export function calleeOf(call: ts.CallExpression | ts.NewExpression): string | null {
  const { expression } = call;
  if (ts.isIdentifier(expression)) return expression.text;
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : null;
}
