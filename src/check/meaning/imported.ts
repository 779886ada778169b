import { ts } from "ts-morph";
import { bare, propertyName } from "./syntax.ts";

/** What an imported name stands for: `default`, `*` for the whole module, or the name under which it is exported there. */
export interface Imported {
  readonly from: string;
  readonly name: string;
}

/** What the declaration imports, by `import` or by `require`; null where it imports nothing. */
export function importedBy(declaration: ts.Declaration | null): Imported | null {
  if (declaration === null) return null;
  if (ts.isImportSpecifier(declaration)) return named(declaration.parent.parent.parent, (declaration.propertyName ?? declaration.name).text);
  if (ts.isNamespaceImport(declaration)) return named(declaration.parent.parent, "*");
  if (ts.isImportClause(declaration)) return named(declaration.parent, "default");
  if (ts.isImportEqualsDeclaration(declaration)) {
    const { moduleReference } = declaration;
    return ts.isExternalModuleReference(moduleReference) ? literal(moduleReference.expression, "*") : null;
  }
  if (ts.isVariableDeclaration(declaration)) return required(declaration.initializer, "*") ?? requiredMember(declaration.initializer);
  return ts.isBindingElement(declaration) ? requiredPart(declaration) : null;
}

function named(statement: ts.Node, name: string): Imported | null {
  return ts.isImportDeclaration(statement) ? literal(statement.moduleSpecifier, name) : null;
}

function literal(specifier: ts.Node, name: string): Imported | null {
  return ts.isStringLiteralLike(specifier) ? { from: specifier.text, name } : null;
}

/** `require("x")`, and `await import("x")`. */
export function required(value: ts.Node | undefined, name: string): Imported | null {
  const call = value && ts.isAwaitExpression(value) ? value.expression : value;
  if (!call || !ts.isCallExpression(call)) return null;
  const { expression } = call;
  const loads = expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(expression) && expression.text === "require");
  const [first] = call.arguments;
  return loads && first ? literal(first, name) : null;
}

/** `require("x").a`, and `(await import("x")).a`. */
function requiredMember(value: ts.Expression | undefined): Imported | null {
  if (!value || (!ts.isPropertyAccessExpression(value) && !ts.isElementAccessExpression(value))) return null;
  const name = propertyName(value);
  return name === null ? null : required(bare(value.expression), name);
}

/** `const { x } = require("x")`. */
function requiredPart(element: ts.BindingElement): Imported | null {
  const { parent } = element.parent;
  if (!ts.isObjectBindingPattern(element.parent) || !ts.isVariableDeclaration(parent)) return null;
  const name = element.propertyName ?? element.name;
  return ts.isIdentifier(name) ? required(parent.initializer, name.text) : null;
}
