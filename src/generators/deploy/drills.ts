/** What makes an alert fire, and when: as promtool plays it, a value each minute. */
export interface Drill {
  readonly series: readonly { readonly series: string; readonly values: string }[];
  /** The minute before, the one in which it fires, the last one, and the one in which it is over. */
  readonly moments: readonly { readonly minute: number; readonly fires: boolean }[];
  /** That the alert carries besides its severity. */
  readonly labels: readonly { readonly name: string; readonly value: string }[];
}

interface Wish {
  readonly series: Drill["series"];
  readonly fires: number;
  readonly clears: number;
  readonly labels: Readonly<Record<string, string>>;
}

export const drillOf = ({ series, fires, clears, labels }: Wish): Drill => ({
  series,
  moments: [
    { minute: fires - 1, fires: false },
    { minute: fires, fires: true },
    { minute: clears - 1, fires: true },
    { minute: clears, fires: false },
  ],
  labels: Object.entries(labels).map(([name, value]) => ({ name, value })),
});

interface Stepped {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Labels of the alert. */
  readonly told: Readonly<Record<string, string>>;
  readonly most: number;
  /** For how long it may be more. */
  readonly minutes: number;
}

/** A value that rises over what it may be in the fifth minute, and falls again once it was told of. */
export function steppedGauge({ metric, labels, told, most, minutes }: Stepped): Drill {
  const named = Object.entries(labels).map(([name, value]) => `${name}="${value}"`).join(",");
  const long = minutes + 3;
  const series = [{ series: named === "" ? metric : `${metric}{${named}}`, values: `0x4 ${2 * most + 1}x${long} 0x5` }];
  return drillOf({ series, fires: 5 + minutes, clears: 6 + long, labels: told });
}
