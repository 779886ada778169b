/**
 * The images that containers start from, by exact tag. A tag can be moved by who owns it, a digest cannot: the project's dependency updates
 * can pin digests, which keybeam has no way to look up where it runs without a network.
 */
export const IMAGES = {
  node: "node:24.21.0-slim",
  postgres: "postgres:18.4",
  nginx: "nginxinc/nginx-unprivileged:1.28.0",
} as const;
