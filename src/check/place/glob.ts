import picomatch from "picomatch";

/** Whether a path fits one of the globs; a glob without a slash is about the file's name, and `dir/` means all within. */
export function matcher(globs: readonly string[]): (path: string) => boolean {
  const whole = globs.map(normal);
  return whole.length === 0 ? () => false : picomatch(whole, { dot: true });
}

function normal(glob: string): string {
  const bare = glob.replace(/^\.\//, "");
  if (bare.endsWith("/")) return `${bare}**`;
  return bare.includes("/") ? bare : `**/${bare}`;
}
