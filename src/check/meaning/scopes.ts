import { ts } from "ts-morph";

/** Who declares a name where it stands, by the rules of scope alone; no types are needed for it. */
export type Scopes = (name: ts.Identifier) => ts.Declaration | null;

/** The scopes of a file, from all its nodes. The answer is null for globals. */
export function scopesOf(nodes: readonly ts.Node[]): Scopes {
  const byScope = new Map<ts.Node, Map<string, ts.Declaration>>();
  for (const node of nodes) {
    if (!isDeclaration(node) || !node.name || !ts.isIdentifier(node.name)) continue;
    const scope = scopeOf(node);
    const names = byScope.get(scope) ?? new Map<string, ts.Declaration>();
    byScope.set(scope, names);
    if (!names.has(node.name.text)) names.set(node.name.text, node);
  }
  return (name) => {
    for (let node: ts.Node | undefined = name; node; node = node.parent) {
      const found = byScope.get(node)?.get(name.text);
      if (found) return found;
    }
    return null;
  };
}

type Named = ts.Declaration & { readonly name?: ts.Node | undefined };

const DECLARATIONS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.VariableDeclaration,
  ts.SyntaxKind.BindingElement,
  ts.SyntaxKind.Parameter,
  ts.SyntaxKind.FunctionDeclaration,
  ts.SyntaxKind.FunctionExpression,
  ts.SyntaxKind.ClassDeclaration,
  ts.SyntaxKind.EnumDeclaration,
  ts.SyntaxKind.ImportClause,
  ts.SyntaxKind.ImportSpecifier,
  ts.SyntaxKind.NamespaceImport,
  ts.SyntaxKind.ImportEqualsDeclaration,
]);

function isDeclaration(node: ts.Node): node is Named {
  return DECLARATIONS.has(node.kind);
}

/** The node within which a declaration's name is known. */
function scopeOf(declaration: ts.Node): ts.Node {
  if (ts.isFunctionExpression(declaration)) return declaration;
  const isVar = isVarDeclaration(declaration);
  for (let node = declaration.parent; node; node = node.parent) {
    if (ts.isSourceFile(node) || ts.isModuleBlock(node) || isFunction(node)) return node;
    if (!isVar && isBlock(node)) return node;
  }
  return declaration.getSourceFile();
}

function isVarDeclaration(declaration: ts.Node): boolean {
  const variable = variableOf(declaration);
  return variable !== null && ts.isVariableDeclarationList(variable.parent) && (variable.parent.flags & ts.NodeFlags.BlockScoped) === 0;
}

/** The `const x = …` that a name belongs to, be it one of a pattern; null for all other declarations. */
export function variableOf(declaration: ts.Node): ts.VariableDeclaration | null {
  let node = declaration;
  while (ts.isBindingElement(node)) node = node.parent.parent;
  return ts.isVariableDeclaration(node) ? node : null;
}

function isBlock(node: ts.Node): boolean {
  return (
    ts.isBlock(node) || ts.isCaseBlock(node) || ts.isCatchClause(node) || ts.isForStatement(node) || ts.isForOfStatement(node) || ts.isForInStatement(node)
  );
}

export function isFunction(node: ts.Node): node is ts.SignatureDeclaration {
  return ts.isFunctionLike(node) || ts.isClassStaticBlockDeclaration(node);
}
