export * from "./memory";
export { lastWord } from "./anchors";
export { settle } from "./behind";
export { skim } from "./skim";
