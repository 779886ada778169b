import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from "graphql";

/** What a request asks for, before any of it is looked up. */
export interface Measured {
  /** Levels of fields. */
  readonly depth: number;
  /** Fields that may be answered, counted for each item of each list. */
  readonly cost: number;
  /** Fields at the top, under whatever names. */
  readonly breadth: number;
  /** Letters of the longest name that a field is given: it is sent with each item of each list. */
  readonly longest: number;
}

type Variables = Readonly<Record<string, unknown>>;

interface Level {
  readonly type: GraphQLNamedType | undefined;
  /** Whether a list here is the page whose size was asked for. */
  readonly isPage: boolean;
}

/** Where nobody says how long a page is. */
const PAGE = 50;
/** Of a list that has no pages. */
const ITEMS = 10;
const NOTHING: Measured = { depth: 0, cost: 0, breadth: 0, longest: 0 };

const numberIn = (value: ValueNode | undefined): unknown => (value?.kind === Kind.INT ? Number(value.value) : PAGE);

/** A variable that is not sent has the value that the operation gives it. */
const variableOf = (
  name: string,
  variables: Variables,
  { variableDefinitions = [] }: OperationDefinitionNode,
): unknown =>
  Object.hasOwn(variables, name)
    ? variables[name]
    : numberIn(variableDefinitions.find(({ variable }) => variable.name.value === name)?.defaultValue);

const sizeAsked = (node: FieldNode, variables: Variables, operation: OperationDefinitionNode): number => {
  const value = node.arguments?.find(({ name }) => name.value === "first")?.value;
  const asked = value?.kind === Kind.VARIABLE ? variableOf(value.name.value, variables, operation) : numberIn(value);
  return typeof asked === "number" && asked > 0 ? asked : PAGE;
};

/** Measures an operation. A fragment is measured once, however often it is used; one that uses itself is nothing here, and not valid. */
export const measure = (
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): Measured => {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const one of document.definitions) if (one.kind === Kind.FRAGMENT_DEFINITION) fragments.set(one.name.value, one);
  const measured = new Map<string, Measured>();

  const ofField = (node: FieldNode, { type, isPage }: Level): Measured => {
    const longest = node.alias?.value.length ?? 0;
    if (node.name.value === "__typename") return { depth: 1, cost: 1, breadth: 0, longest };
    // What there is, is told in development alone.
    if (node.name.value.startsWith("__")) return { ...NOTHING, longest };
    if (node.selectionSet === undefined) return { depth: 1, cost: 1, breadth: 1, longest };
    const known = isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined;
    const hasPages = known?.args.some(({ name }) => name === "first") === true;
    const isList = known !== undefined && isListType(getNullableType(known.type)) && !isPage;
    const inner = ofSet(node.selectionSet, { type: getNamedType(known?.type), isPage: hasPages });
    const size = hasPages ? sizeAsked(node, variables, operation) : isList ? ITEMS : 1;
    return {
      depth: inner.depth + 1,
      cost: 1 + size * inner.cost,
      breadth: 1,
      longest: Math.max(longest, inner.longest),
    };
  };
  const ofFragment = (name: string, level: Level): Measured => {
    const key = `${name} ${level.isPage}`;
    const before = measured.get(key);
    const fragment = fragments.get(name);
    if (before !== undefined || fragment === undefined) return before ?? NOTHING;
    measured.set(key, NOTHING);
    const type = schema.getType(fragment.typeCondition.name.value);
    const found = ofSet(fragment.selectionSet, { ...level, type });
    measured.set(key, found);
    return found;
  };
  const ofSet = ({ selections }: SelectionSetNode, level: Level): Measured =>
    selections
      .map((node) => {
        if (node.kind === Kind.FIELD) return ofField(node, level);
        return node.kind === Kind.INLINE_FRAGMENT
          ? ofSet(node.selectionSet, level)
          : ofFragment(node.name.value, level);
      })
      .reduce(
        (sum, one) => ({
          depth: Math.max(sum.depth, one.depth),
          cost: sum.cost + one.cost,
          breadth: sum.breadth + one.breadth,
          longest: Math.max(sum.longest, one.longest),
        }),
        NOTHING,
      );

  return ofSet(operation.selectionSet, { type: schema.getRootType(operation.operation) ?? undefined, isPage: false });
};
