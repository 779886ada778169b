import picomatch from "picomatch";

/** Whether a path fits one of the globs; a glob without a slash is about the file's name, `dir/` and `dir` mean all within. */
export function matcher(globs: readonly string[]): (path: string) => boolean {
  if (globs.length === 0) return () => false;
  const whole = globs.flatMap((glob) => {
    const bare = glob.replace(/^\.\//, "").replace(/\/+$/, "");
    return /[*?[{(]|\.[a-z]+$/.test(bare) ? [bare] : [bare, `${bare}/**`];
  });
  return picomatch(whole, { basename: true, dot: true });
}
