const ours = /^[ \t]*["']?(keybeam|layers|services|name|topology)["']?\s*:/m;

/** What kind of file a text is, where it is plainly another kind than a spec; null where it may be one. */
export function foreignFile(text: string): string | null {
  const first =
    text
      .split("\n")
      .find((line) => line.trim() !== "" && !line.trim().startsWith("#"))
      ?.trim() ?? "";
  if (first.startsWith("{") && isJson(text) && !/"(keybeam|layers|services)"\s*:/.test(text)) return "a JSON file";
  if (first.startsWith("[") && /^\[\[?[\w.\-"]+\]\]?$/.test(first) && !isJson(text)) return "a TOML or INI file";
  if (/^[\w.-]+\s*=\s*\S/.test(first)) return "a TOML or .env file";
  if (/^<(\?xml|!doctype|html|svg|\w+[\s>])/i.test(first)) return "an XML or HTML file";
  if (/^(import|export|const|let|var|function)\s.*[;{]$/.test(first)) return "a program";
  if (/^#!/.test(text)) return "a script";
  if (ours.test(text)) return null;
  if (/^["']?openapi["']?\s*:/m.test(text) || /^["']?swagger["']?\s*:/m.test(text)) return "an OpenAPI document";
  if (/^asyncapi\s*:/m.test(text)) return "an AsyncAPI document";
  if (/^apiVersion\s*:/m.test(text) && /^kind\s*:/m.test(text)) return "a Kubernetes manifest";
  return null;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
