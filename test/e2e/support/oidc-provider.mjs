// The certified OpenID provider, on loopback, for a backend that is tested: `PORT=… KEYS=… node oidc-provider.mjs`.
// Its clients are `web`, by which alice and bob log in, and the programs `nightly` and `stranger`.
import { Provider } from "oidc-provider";

const { PORT = "", KEYS = "[]", AUDIENCE = "desk" } = process.env;
const issuer = `http://127.0.0.1:${PORT}/oidc`;

/** What the provider knows of people and programs: roles, in its own words. */
const GROUPS = { alice: ["desk-agents", "payroll"], nightly: ["desk-agents"] };

const resourceServer = (indicator) => ({
  scope: "desk",
  audience: indicator === "urn:desk" ? AUDIENCE : indicator,
  accessTokenFormat: "jwt",
  accessTokenTTL: 300,
  jwt: { sign: { alg: "RS256" } },
});

const provider = new Provider(issuer, {
  jwks: { keys: JSON.parse(KEYS) },
  clients: [
    {
      client_id: "web",
      client_secret: "a secret of the web client",
      redirect_uris: ["http://127.0.0.1:9/callback"],
      grant_types: ["authorization_code", "refresh_token"],
    },
    ...["nightly", "stranger"].map((client_id) => ({
      client_id,
      client_secret: `a secret of ${client_id}`,
      redirect_uris: [],
      response_types: [],
      grant_types: ["client_credentials"],
    })),
  ],
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => "urn:desk",
      useGrantedResource: () => true,
      getResourceServerInfo: (_context, indicator) => resourceServer(indicator),
    },
  },
  pkce: { required: () => true },
  cookies: { keys: ["only for tests"] },
  issueRefreshToken: async () => true,
  findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  extraTokenClaims: (_context, token) => ({ realm_access: { roles: GROUPS[token.accountId ?? token.clientId] ?? [] } }),
});

// A mount below `/oidc`: the issuer is no bare host, as that of many is not.
const { createServer } = await import("node:http");
const callback = provider.callback();
createServer((request, response) => {
  if (!request.url.startsWith("/oidc/")) return response.writeHead(404).end();
  request.originalUrl = request.url;
  request.url = request.url.slice("/oidc".length);
  return callback(request, response);
}).listen(Number(PORT), "127.0.0.1", () => console.log("ready"));
