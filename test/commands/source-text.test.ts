import { expect, it } from "vitest";
import { shownText } from "../../src/commands/source-text.ts";

const random = "q9Zt4LxW7vKb2NnRy6Hs";
const key = ["-----BEGIN PRIVATE KEY-----", ...Array.from({ length: 60 }, () => random.repeat(3)), "-----END PRIVATE KEY-----"].join("\n");

it.each([
  ["a key that begins far above the line", `const key = \`${key}\`;`, 60],
  ["a key that ends far below the line", `const key = \`${key}\`;`, 2],
  ["a secret whose name stands lines above", `const token =\n\n\n\n"${random}";`, 5],
])("hides %s", (_, text, line) => {
  const shown = shownText("src/a.ts", text, [line, line]);
  expect(shown.length).toBe(text.length);
  expect(shown.split("\n")[line - 1]).not.toContain(random);
});

it("leaves everything else of a file as it is", () => {
  const text = `const a = 1;\n${"// a line\n".repeat(5000)}const b = 2;\n`;
  expect(shownText("src/a.ts", text, [1, 2])).toBe(text);
});
