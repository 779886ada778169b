import { ts } from "ts-morph";
import { CHANGING, OBJECT_CHANGING } from "./changing.ts";
import { bare, propertyName } from "./syntax.ts";

/** A change of a variable, or of what it holds. */
export interface Write {
  /** The name that the chain `name.a.b` begins with; `this` where it begins so. */
  readonly root: ts.Expression;
  /** The member of the root that is changed; null where it is the variable itself. */
  readonly member: string | null;
  /** The way from the root to what holds the thing that is changed: `["a", "b"]` of `root.a.b.push()`; a member that is computed is empty. */
  readonly way: readonly string[];
  /** Whether it is a method of that thing that is called to change it. */
  readonly isMethod: boolean;
  /** As in "is … in a function". */
  readonly how: string;
}

/** What a node changes by itself, its parts left out. */
export function writesOf(node: ts.Node): readonly Write[] {
  if (ts.isBinaryExpression(node)) return isAssignment(node) ? targetsOf(node.left).map((one) => write(one, "assigned")) : [];
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
    const { operator } = node;
    const counts = operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;
    return counts ? [write(node.operand, "counted")] : [];
  }
  if (ts.isDeleteExpression(node)) return [write(node.expression, "emptied by delete")];
  return ts.isCallExpression(node) ? changedByCall(node) : [];
}

function changedByCall({ expression, arguments: [first] }: ts.CallExpression): readonly Write[] {
  if (!ts.isPropertyAccessExpression(expression)) return [];
  const { name, expression: object } = expression;
  if (ts.isIdentifier(object) && object.text === "Object" && OBJECT_CHANGING.has(name.text) && first) {
    const whole = write(first, `changed by Object.${name.text}`, true);
    return [{ ...whole, member: whole.member ?? "" }];
  }
  return CHANGING.has(name.text) ? [{ ...write(expression, `changed by .${name.text}()`), isMethod: true }] : [];
}

function isAssignment({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

/** `a` and `b` of `[a, { x: b }] = …`. */
function targetsOf(left: ts.Node): readonly ts.Node[] {
  if (ts.isArrayLiteralExpression(left)) return left.elements.flatMap(targetsOf);
  if (ts.isSpreadElement(left)) return targetsOf(left.expression);
  if (!ts.isObjectLiteralExpression(left)) return [left];
  return left.properties.flatMap((one) => {
    if (ts.isShorthandPropertyAssignment(one)) return [one.name];
    return ts.isPropertyAssignment(one) ? targetsOf(one.initializer) : [];
  });
}

/** `isHolder` where the target itself holds what is changed, not what its last member names. */
function write(target: ts.Node, how: string, isHolder = false): Write {
  let root = ts.isExpression(target) ? bare(target) : ts.factory.createNull();
  const steps: (ts.PropertyAccessExpression | ts.ElementAccessExpression)[] = [];
  while (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root)) {
    steps.unshift(root);
    root = bare(root.expression);
  }
  const [first] = steps;
  const member = first === undefined ? null : ts.isPropertyAccessExpression(first) ? first.name.text : "";
  const way = (isHolder ? steps : steps.slice(0, -1)).map((one) => propertyName(one) ?? "");
  return { root, member, way, isMethod: false, how };
}
