/** Methods of collections that change them. */
export const CHANGING: ReadonlySet<string> = new Set(["set", "add", "delete", "clear", "push", "pop", "shift", "unshift", "splice", "sort", "reverse", "fill", "copyWithin", "append"]);

/** Functions of `Object` that change the object they are given first. */
export const OBJECT_CHANGING: ReadonlySet<string> = new Set(["assign", "defineProperty", "defineProperties", "setPrototypeOf"]);

/** Classes whose objects hold what can be changed. Weak collections live with their keys. */
export const COLLECTION = /^(?!Weak).*(?:Map|Set|Array|Cache|Store|Registry|Queue|List|Stack|LRU)$/;
