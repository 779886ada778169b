const MOST_STARS = 3;
const MOST_CHOICES = 5;

/**
 * Why matching a glob could take time out of all proportion to its length, as the end of a sentence; null where it could not. Specs of
 * strangers are read too, and globs are matched by backtracking.
 */
export function globFault(glob: string): string | null {
  const signs = glob.replace(/\\./g, "");
  if (/[()]/.test(signs)) return "has round brackets, which could repeat what is in them";
  if (/[\]}?*]\+/.test(signs)) return "has a `+` that repeats what stands before it";
  const segments = signs.split("/");
  const stars = Math.max(...segments.map((segment) => runsOfStars(segment).length));
  if (stars > MOST_STARS) return `has ${stars} stars in one segment, and ${MOST_STARS} are the most`;
  const choices = (signs.match(/\{/g)?.length ?? 0) + segments.reduce((sum, segment) => sum + choicesIn(runsOfStars(segment)), 0);
  return choices > MOST_CHOICES ? `can be matched in too many ways: it has ${choices} of \`**\`, \`{}\` and further stars in a segment, and ${MOST_CHOICES} are the most` : null;
}

/** A lone star takes what its segment holds; each further one, and each `**`, may end at many places. */
function choicesIn(stars: readonly string[]): number {
  const deep = stars.filter((run) => run.length > 1).length;
  return deep + Math.max(0, stars.length - deep - 1);
}

function runsOfStars(segment: string): readonly string[] {
  return segment.match(/\*+/g) ?? [];
}
