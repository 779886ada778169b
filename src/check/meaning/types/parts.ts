import { ts } from "ts-morph";

/** A type, and how many steps into structures without a name may still be taken from it. */
export interface Part {
  readonly type: ts.Type;
  readonly steps: number;
}

/** Deeper structures than these have names, as a rule; in what another file declares, which may be endless, fewer steps are taken. */
export const STEPS = 6;
const STEPS_ELSEWHERE = 2;

/**
 * The types that a type is made of, one step down. Of one that has a name in another file (`isNamed`) these are its arguments alone; of one that is
 * declared in the file also its members, inherited ones too, and what it extends.
 */
export function partsOf({ type, steps }: Part, isNamed: boolean, source: ts.SourceFile, checker: ts.TypeChecker): readonly Part[] {
  const given = [...(type.aliasTypeArguments ?? []), ...argumentsOf(type, checker)];
  const same = (types: readonly ts.Type[]) => types.map((one) => ({ type: one, steps }));
  // What else a tuple has is the language's own.
  if (isNamed || checker.isTupleType(type)) return same(given);
  if (type.isUnionOrIntersection()) return same([...given, ...type.types]);
  const members = isObject(type) && steps > 0 ? membersOf(type, steps - 1, source, checker) : [];
  return [...same([...given, ...composedOf(type, checker)]), ...members];
}

function isObject(type: ts.Type): type is ts.ObjectType {
  return (type.flags & ts.TypeFlags.Object) !== 0;
}

function argumentsOf(type: ts.Type, checker: ts.TypeChecker): readonly ts.Type[] {
  return isReference(type) ? checker.getTypeArguments(type) : [];
}

export function isReference(type: ts.Type): type is ts.TypeReference {
  return isObject(type) && (type.objectFlags & ts.ObjectFlags.Reference) !== 0;
}

/** What stands in `keyof T`, `T[K]`, `A extends B ? C : D` and in the constraint of a parameter. */
function composedOf(type: ts.Type, checker: ts.TypeChecker): readonly ts.Type[] {
  if (type.flags & ts.TypeFlags.TypeParameter) return list(checker.getBaseConstraintOfType(type));
  if (isIndexed(type)) return [type.objectType, type.indexType];
  if (isConditional(type)) return [type.checkType, type.extendsType, ...list(checker.getBaseConstraintOfType(type))];
  return type.flags & ts.TypeFlags.Index ? list(checker.getBaseConstraintOfType(type)) : [];
}

function isIndexed(type: ts.Type): type is ts.IndexedAccessType {
  return (type.flags & ts.TypeFlags.IndexedAccess) !== 0;
}

function isConditional(type: ts.Type): type is ts.ConditionalType {
  return (type.flags & ts.TypeFlags.Conditional) !== 0;
}

const list = (type: ts.Type | undefined): readonly ts.Type[] => (type ? [type] : []);

function membersOf(type: ts.ObjectType, steps: number, source: ts.SourceFile, checker: ts.TypeChecker): readonly Part[] {
  const bases = type.isClassOrInterface() ? checker.getBaseTypes(type) : [];
  const signatures = [ts.SignatureKind.Call, ts.SignatureKind.Construct].flatMap((kind) => checker.getSignaturesOfType(type, kind));
  const indexes = checker.getIndexInfosOfType(type).flatMap(({ keyType, type: value }) => [keyType, value]);
  const properties = checker.getPropertiesOfType(type).filter(isVisible);
  return [
    ...[...bases, ...signatures.flatMap((one) => signatureParts(one, source, checker)), ...indexes].map((one) => ({ type: one, steps })),
    ...properties.map((one) => propertyPart(one, steps, source, checker)),
  ];
}

function propertyPart(property: ts.Symbol, steps: number, source: ts.SourceFile, checker: ts.TypeChecker): Part {
  const { valueDeclaration } = property;
  const isHere = valueDeclaration?.getSourceFile() === source;
  return { type: checker.getTypeOfSymbolAtLocation(property, valueDeclaration ?? source), steps: isHere ? steps : Math.min(steps, STEPS_ELSEWHERE) };
}

/** Nobody outside of a class names its private members. */
function isVisible({ valueDeclaration }: ts.Symbol): boolean {
  if (!valueDeclaration) return true;
  const name = ts.getNameOfDeclaration(valueDeclaration);
  return (ts.getCombinedModifierFlags(valueDeclaration) & ts.ModifierFlags.Private) === 0 && !(name && ts.isPrivateIdentifier(name));
}

function signatureParts(signature: ts.Signature, source: ts.SourceFile, checker: ts.TypeChecker): readonly ts.Type[] {
  return [
    ...signature.parameters.map((one) => checker.getTypeOfSymbolAtLocation(one, one.valueDeclaration ?? source)),
    ...(signature.typeParameters ?? []),
    signature.getReturnType(),
  ];
}
