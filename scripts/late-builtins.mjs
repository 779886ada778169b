/** Parts of Node that cost a start a millisecond each and more, and that most runs never ask. */
const LATE = /^node:(?:child_process|crypto|v8|zlib)$/;
/** Of all that is bundled only this loads one at every start; it keeps it for programs that start others. */
const OURS = /[\\/]src[\\/]|[\\/]commander[\\/]/;

/** For esbuild: these parts are loaded when the first of their functions is asked for, not when who imports them is. */
export const lateBuiltins = {
  name: "late-builtins",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: LATE }, ({ path, importer }) => (OURS.test(importer) ? { path, namespace: "late" } : undefined));
    onLoad({ filter: LATE, namespace: "late" }, ({ path }) => {
      const names = Object.keys(process.getBuiltinModule(path));
      const getters = names.map((name) => `get ${name}() { return process.getBuiltinModule("${path}").${name}; }`);
      return { contents: `module.exports = { ${getters.join(", ")} };` };
    });
  },
};
