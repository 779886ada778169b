import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { readSpec } from "../../src/spec/index.ts";
import type { Context } from "../../src/commands/context.ts";
import { asName, defaultsFor } from "../../src/commands/new/answers.ts";
import { type Asker, Cancelled, terminalAsker } from "../../src/commands/new/ask.ts";
import { choose } from "../../src/commands/new/choose.ts";
import { commandLine } from "../../src/commands/new/command-line.ts";
import { composeSpec } from "../../src/commands/new/compose.ts";
import { retouch } from "../../src/commands/new/retouch.ts";
import { askAnswers } from "../../src/commands/new/wizard.ts";
import { keybeam, memorySink } from "./io.ts";
import { contentsOf, temporaryFolder } from "../workspace/project.ts";

/** Somebody who answers by the question's words, and takes what is offered elsewhere. */
function person(answers: Readonly<Record<string, string>>): Asker & { readonly heard: readonly string[] } {
  const heard: string[] = [];
  const answer = (message: string, offered: string): string => {
    heard.push(message);
    return Object.entries(answers).find(([words]) => message.includes(words))?.[1] ?? offered;
  };
  return {
    heard,
    begin: () => {},
    text: async (message, initial, fault) => {
      const said = answer(message, initial);
      const wrong = fault(said);
      if (wrong !== undefined) throw new Error(wrong);
      return said;
    },
    select: async (message, _, initial) => answer(message, initial),
    confirm: async () => false,
    end: (message) => void heard.push(message),
  };
}

function terminal(cwd: string): Context {
  const io = { cwd, env: {}, stdin: { isTty: true }, stdout: memorySink(true), stderr: memorySink(true) };
  return { io, format: "pretty", strict: false, say: () => {} };
}

describe("the wizard", () => {
  it("asks for what is not said, and prints the command that does the same", async () => {
    const cwd = temporaryFolder();
    const asker = person({ service: "tasks", "does it keep": "Task", fields: "title: string(1..80)" });
    const [choice] = await choose(terminal(cwd), { dir: "todo", topology: "modular-monolith" }, () => asker);
    expect(choice?.chosen).toEqual({
      answers: { name: "todo", service: "tasks", entity: "Task", fields: "title: string(1..80)", topology: "modular-monolith", auth: "none" },
    });
    expect(asker.heard).not.toContain("How is it deployed?");
    const line = asker.heard.at(-1)?.split("\n").at(-1)?.trim() ?? "";
    expect(line).toBe("keybeam new todo --name todo --service tasks --entity Task --fields 'title: string(1..80)' --topology modular-monolith --auth none --yes");
  });

  it("prints a command that makes the same spec", async () => {
    const cwd = temporaryFolder();
    const asker = person({ "does it keep": "Task" });
    const [choice] = await choose(terminal(cwd), { dir: "todo" }, () => asker);
    const words = (asker.heard.at(-1)?.split("\n").at(-1)?.trim() ?? "").match(/'[^']*'|\S+/g) ?? [];
    await keybeam(cwd, words.slice(1).map((word) => word.replace(/^'|'$/g, "")));
    const answers = choice !== null && "answers" in choice.chosen ? choice.chosen.answers : defaultsFor("none");
    expect(contentsOf(cwd)["todo/architecture.yaml"]).toBe(composeSpec(answers));
  });

  it("refuses an answer that makes no spec, at once and with the reason", async () => {
    const asking = (answers: Readonly<Record<string, string>>) => askAnswers(person(answers), {}, defaultsFor("demo"));
    await expect(asking({ "does it keep": "note" })).rejects.toThrow(/PascalCase|note/);
    await expect(asking({ fields: "title: strin" })).rejects.toThrow(/strin/);
    await expect(asking({ service: "con" })).rejects.toThrow(/con/);
  });

  it("writes nothing where somebody leaves", async () => {
    const cwd = temporaryFolder();
    const leaving: Asker = { ...person({}), select: () => Promise.reject(new Cancelled()) };
    await expect(choose(terminal(cwd), { dir: "x" }, () => leaving)).rejects.toThrow(Cancelled);
    expect(contentsOf(cwd)).toEqual({});
  });

  it("begins before its first question, and offers every topology", async () => {
    const asker = person({});
    const offered: string[] = [];
    const watched: Asker = {
      ...asker,
      begin: (title) => void offered.push(`${title} after ${asker.heard.length}`),
      select: async (message, options, initial) => {
        offered.push(...options.map(({ value }) => value));
        return asker.select(message, options, initial);
      },
    };
    await choose(terminal(temporaryFolder()), {}, () => watched);
    expect(offered[0]).toBe("keybeam new after 0");
    expect(offered).toEqual(expect.arrayContaining(["monolith", "modular-monolith", "microservices", "serverless", "hybrid"]));
  });

  it("asks nothing with --yes, nor as JSON, nor in CI", async () => {
    const cwd = temporaryFolder();
    const never = (): Asker => {
      throw new Error("asked");
    };
    expect((await choose(terminal(cwd), { dir: "x", yes: true }, never))[0]?.asker).toBeNull();
    const context = terminal(cwd);
    expect((await choose({ ...context, format: "json" }, { dir: "x" }, never))[0]).toBeNull();
    expect((await choose({ ...context, io: { ...context.io, env: { CI: "true" } } }, { dir: "x" }, never))[0]).toBeNull();
  });
});

describe("a question on a terminal", () => {
  it("suggests its default, and takes what is typed alone", async () => {
    const typed = async (keys: readonly string[]): Promise<string> => {
      const input = new PassThrough();
      const answer = terminalAsker(input, new PassThrough()).text("Called?", "app", (said) => (said === "" ? "empty" : undefined));
      for (const key of keys) input.write(key);
      return answer;
    };
    expect(await typed(["w", "1", "\r"])).toBe("w1");
    expect(await typed(["\r"])).toBe("app");
  });
});

describe("a composed spec", () => {
  it.each(["none", "jwt"])("is valid with auth %s, in every topology", (auth) => {
    for (const topology of ["monolith", "modular-monolith", "microservices", "serverless"]) {
      const [architecture, diagnostics] = readSpec(composeSpec({ ...defaultsFor("demo"), auth, topology }), "architecture.yaml");
      expect(diagnostics.filter((one) => one.severity === "error")).toEqual([]);
      expect(architecture).toMatchObject({ name: "demo", topology });
    }
  });

  it("takes any answer as data, and never as another key", () => {
    for (const hostile of ['x\nqueues: {}', "x: {", "'", '"', "a # b", "&a", "*a", "- x", "${{", "\u0000"]) {
      const [architecture] = readSpec(composeSpec({ ...defaultsFor("demo"), service: hostile, fields: `${hostile}: ${hostile}` }), "architecture.yaml");
      expect(architecture).toBeNull();
    }
  });

  it("is named after its folder", () => {
    expect(["My Shop!", "42", "a_b", "-x-", "Ünï"].map(asName)).toEqual(["my-shop", "app", "a-b", "x", "n"]);
  });
});

describe("retouching", () => {
  const spec = "keybeam: 1\nname: shop # mine\ntopology: monolith\nservices:\n  a:\n    name: inner\n";

  it("replaces the two lines at the margin alone", () => {
    expect(retouch(spec, { name: "$&", topology: "hybrid" })).toBe('keybeam: 1\nname: "$&"\ntopology: hybrid\nservices:\n  a:\n    name: inner\n');
    expect(retouch(spec, {})).toBe(spec);
  });
});

describe("a command line", () => {
  it("is quoted for a shell", () => {
    expect(commandLine("my dir", { name: "it's", yes: true, install: false, start: undefined })).toBe("keybeam new 'my dir' --name 'it'\\''s' --yes");
  });
});
