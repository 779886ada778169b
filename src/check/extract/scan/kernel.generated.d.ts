/** Compiled from the folder `kernel` by scripts/build-kernel.mjs: WebAssembly in base64. */
export declare const kernel: string;
