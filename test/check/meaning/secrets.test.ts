import { describe, expect, it } from "vitest";
import { hideSecrets } from "../../../src/check/index.ts";
import { checkFiles } from "../project.ts";

const spec = `
keybeam: 1
name: plain
layers:
  core: { paths: ["src/**"] }
`;

/** Put together here, so that nobody's scanner takes this file for a leak. */
const random = "q7Zt1Lw9Xk3Vb8Rn5Hd2Yc6Mf4Pg0Js8Ta1We5Ui";
const secrets = [
  `key("AKIA${random.slice(0, 16).toUpperCase()}")`,
  `key("ghp_${random.slice(0, 36)}")`,
  `key("github_pat_${random}")`,
  `key("glpat-${random.slice(0, 20)}")`,
  `key("xoxb-${random}")`,
  `key("sk_${"live"}_${random}")`,
  `key("AIza${random.slice(0, 35)}")`,
  `key("npm_${random.slice(0, 36)}")`,
  `key("SG.${random.slice(0, 22)}.${random}")`,
  `key("sk-ant-${random}${random}")`,
  `key("eyJ${random}.eyJ${random}.${random}")`,
  `key("-----BEGIN PRIVATE KEY-----\\n${random}${random}\\n-----END PRIVATE KEY-----")`,
  `key("postgres://app:Tr0ub4dor@db.prod.acme.io/app")`,
  `const apiKey = "${random}";`,
  `call({ password: '${random}' });`,
  `const DB_PASSWORD: string = \`${random}\`;`,
  `options["clientSecret"] = "${random}";`,
  `const key = settings.secret ?? "${random}";`,
  `// apiKey = "${random}"`,
];
const plain = [
  `const password = "changeme-1234567890";`,
  `const tokenType = "${random}";`,
  `const token = "access-token-v2-expired";`,
  `const token = "accessTokenV2Expired";`,
  `const apiKey = process.env["API_KEY"];`,
  "const secret = `$" + "{prefix}7Zt1Lw9Xk3Vb8Rn5Hd2`;",
  `key("AKIA${"IOSFODNN7"}EXAMPLE")`,
  `key("ghp_${"x".repeat(36)}")`,
  `if (text.includes("-----BEGIN PRIVATE KEY-----")) parse(text);`,
  `key("postgres://postgres:postgres@localhost:5432/app")`,
  `key("postgres://app:app@db/app")`,
  `key("https://user:password@example.com")`,
  `const url = { secret: "https://vault.acme.io/v1/a7Zt1Lw9Xk3Vb8" };`,
  `label({ password: "Password must have 8 characters" });`,
  `send({ token: "0x7Fc66500c84A76Ad7e9c93437bFc5Ac33E2DDaE9" });`,
  `const hash = "${random}";`,
];

const found = async (text: string) => {
  const { diagnostics } = await checkFiles(spec, { "src/a.ts": text });
  return diagnostics.filter(({ rule }) => rule === "secret-in-code");
};

describe("secret-in-code", () => {
  it.each(secrets)("finds %s, and never says it", async (text) => {
    const [one, ...more] = await found(text);
    expect(more).toEqual([]);
    expect(one?.severity).toBe("error");
    expect(JSON.stringify(one)).not.toMatch(/q7Zt1Lw9|Q7ZT1LW9|Tr0ub/);
    expect(hideSecrets(text)).not.toMatch(/q7Zt1Lw9|Q7ZT1LW9|Tr0ub/);
    expect(hideSecrets(text)).toHaveLength(text.length);
  });

  it.each(plain)("leaves %s alone", async (text) => {
    expect(await found(text)).toEqual([]);
    expect(hideSecrets(text)).toBe(text);
  });

  it("reads a long text in a moment", async () => {
    const started = process.cpuUsage();
    for (const piece of ["token = ", "password : string ", "a://b:", "eyJ", "-----BEGIN PRIVATE KEY-----\n", "secret\n\n\n\n\n"])
      hideSecrets(piece.repeat(200_000 / piece.length));
    expect(process.cpuUsage(started).user).toBeLessThan(3_000_000);
  });
});
