import { develop } from "../platform/dev/develop.ts";

await develop();
