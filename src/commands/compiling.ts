import { type Compile, compile } from "../workspace/index.ts";
import type { Context } from "./context.ts";

/** The compiler as a plan uses it, which says on stderr that it starts: it takes seconds, and a stream that nobody draws on would be still so long. */
export function compiling({ say }: Pick<Context, "say">): Compile {
  return (root, changes) => {
    const many = changes.size === 1 ? "1 change" : `${changes.size} changes`;
    return compile(root, changes, () => say(`Compiling the project with ${many} in place …\n`));
  };
}
