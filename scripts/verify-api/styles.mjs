/** A spec in which every service is asked in another style besides; it has one map of its API a service, or none. */
export const asked = (style, spec) =>
  spec.replaceAll(/^( {4})api:(?: \{|\n {6}(?=\S))/gm, (found, indent) => (found.endsWith("{") ? `${indent}api: { style: [rest, ${style}],` : `${found}style: [rest, ${style}]\n      `));
