export { catalogContract } from "./contract.ts";
export { migrations } from "./data/migrations/index.ts";
export { type CatalogNeeds, createCatalog } from "./service.ts";
