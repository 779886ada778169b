import { createHash } from "node:crypto";

interface Tokens {
  readonly access_token: string;
  readonly id_token: string;
  readonly refresh_token: string;
}

const CALLBACK = "http://127.0.0.1:9/callback";
const VERIFIER = "a-verifier-of-forty-three-characters-or-more-it-is";

const basic = (client: string, secret: string): string =>
  `Basic ${Buffer.from([client, secret].map((text) => encodeURIComponent(text)).join(":")).toString("base64")}`;

/** A browser, as far as a login needs one: cookies, and every redirect but the last. */
const browser = () => {
  const cookies = new Map<string, string>();
  const open = async (url: string, form?: Readonly<Record<string, string>>): Promise<string> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(url, { method: form === undefined ? "GET" : "POST", headers: { cookie }, redirect: "manual", ...(form === undefined ? {} : { body: new URLSearchParams(form) }) });
    for (const line of response.headers.getSetCookie()) {
      const [name = "", value = ""] = (line.split(";")[0] ?? "").split("=");
      if (value === "") cookies.delete(name);
      else cookies.set(name, value);
    }
    const location = response.headers.get("location");
    if (location === null) return url;
    const next = new URL(location, url).href;
    return next.startsWith(CALLBACK) ? next : open(next);
  };
  return open;
};

const exchange = async (issuer: string, authorization: string, form: Readonly<Record<string, string>>): Promise<Tokens> => {
  const response = await fetch(`${issuer}/token`, { method: "POST", headers: { authorization }, body: new URLSearchParams(form) });
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as Tokens;
};

/** Somebody logs in at the provider by the code flow with PKCE, and consents. */
export const logIn = async (issuer: string, login: string): Promise<Tokens> => {
  const open = browser();
  const challenge = createHash("sha256").update(VERIFIER).digest("base64url");
  const query = new URLSearchParams({ client_id: "web", response_type: "code", redirect_uri: CALLBACK, scope: "openid desk offline_access", prompt: "consent", resource: "urn:desk", code_challenge: challenge, code_challenge_method: "S256" });
  const asked = await open(`${issuer}/auth?${query}`);
  const consent = await open(asked, { prompt: "login", login, password: "any" });
  const ended = await open(consent, { prompt: "consent" });
  const code = new URL(ended).searchParams.get("code") ?? "";
  return exchange(issuer, basic("web", "a secret of the web client"), { grant_type: "authorization_code", code, redirect_uri: CALLBACK, code_verifier: VERIFIER, resource: "urn:desk" });
};

/** A program comes in its own name, for us or for another audience. */
export const programToken = async (issuer: string, client: string, resource = "urn:desk"): Promise<string> =>
  (await exchange(issuer, basic(client, `a secret of ${client}`), { grant_type: "client_credentials", scope: "desk", resource })).access_token;
