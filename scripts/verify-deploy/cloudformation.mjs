import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { demand, swap } from "./demand.mjs";

export const packages = ["aws-cdk-lib@2.276.0", "constructs@10.8.1", "@aws-cdk/aws-service-spec@0.1.216", "yaml@2.9.1"];

/** Short forms of functions, as CloudFormation reads them. */
function tags() {
  const scalar = (name, wrap = (value) => ({ [`Fn::${name}`]: value })) => ({ tag: `!${name}`, resolve: wrap });
  return [scalar("Sub"), scalar("GetAtt", (value) => ({ "Fn::GetAtt": value.split(".") })), scalar("Ref", (value) => ({ Ref: value }))];
}

const isFunction = (value) => typeof value === "object" && value !== null && Object.keys(value).some((key) => key === "Ref" || key.startsWith("Fn::"));

/** What `aws cloudformation package` makes of code that lies in a folder. */
function packaged(template) {
  for (const { Type, Properties } of Object.values(template.Resources)) {
    if (Type === "AWS::Lambda::Function" && typeof Properties.Code === "string") Properties.Code = { S3Bucket: "bucket", S3Key: "key" };
  }
  return template;
}

/** Holds values to the types that AWS publishes; functions may stand for any value. */
function checker(db) {
  const typed = (type, value, at) => {
    if (isFunction(value)) return [];
    if (type.type === "ref") return shaped(db.get("typeDefinition", type.reference.$ref).properties, value, at);
    if (type.type === "array") return Array.isArray(value) ? value.flatMap((item, index) => typed(type.element, item, `${at}/${index}`)) : [`${at} is no list`];
    if (type.type === "union") return type.types.some((one) => typed(one, value, at).length === 0) ? [] : [`${at} fits no type`];
    if (type.type === "json" || type.type === "map") return typeof value === "object" ? [] : [`${at} is no object`];
    const expected = { string: "string", boolean: "boolean", integer: "number", number: "number" }[type.type];
    return expected === undefined || typeof value === expected ? [] : [`${at} is no ${type.type}`];
  };
  const shaped = (properties, values, at) => {
    if (typeof values !== "object" || values === null) return [`${at} is no object`];
    const unknown = Object.keys(values).filter((name) => !(name in properties)).map((name) => `${at}/${name} is not known`);
    const missing = Object.keys(properties).filter((name) => properties[name].required && !(name in values)).map((name) => `${at}/${name} is missing`);
    const wrong = Object.entries(values).flatMap(([name, value]) => (name in properties ? typed(properties[name].type, value, `${at}/${name}`) : []));
    return [...unknown, ...missing, ...wrong];
  };
  return (template) =>
    Object.entries(template.Resources).flatMap(([id, { Type, Properties }]) => {
      const [resource] = db.lookup("resource", "cloudFormationType", "equals", Type);
      return resource === undefined ? [`${id}: there is no ${Type}`] : shaped(resource.properties, Properties ?? {}, id);
    });
}

/** What CDK says when it reads the template as its own, with every reference resolved, and writes it out again. */
function synthesised(load, folder) {
  const { App, Stack } = load("aws-cdk-lib");
  const { CfnInclude } = load("aws-cdk-lib/cloudformation-include");
  return (template) => {
    const file = join(folder, "template.json");
    writeFileSync(file, JSON.stringify(template));
    try {
      const app = new App({ outdir: join(folder, "out") });
      new CfnInclude(new Stack(app, "stack"), "template", { templateFile: file });
      app.synth();
      return [];
    } catch (error) {
      return [error instanceof Error ? error.message : String(error)];
    }
  };
}

/** No role may do everything of a service, or something to everything; but what Lambda needs for its network knows no narrower resource. */
function tooMuch(template) {
  const roles = Object.entries(template.Resources).filter(([, { Type }]) => Type === "AWS::IAM::Role");
  return roles.flatMap(([id, { Properties }]) =>
    Properties.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
      .filter(({ Effect }) => Effect === "Allow")
      .flatMap(({ Action, Resource }) => {
        const actions = [Action].flat();
        const network = actions.every((action) => action.startsWith("ec2:"));
        const wide = [Resource].flat().includes("*") && !network;
        return [...(wide ? [`${id}: ${actions} on everything`] : []), ...actions.filter((action) => action.includes("*")).map((action) => `${id}: ${action}`)];
      }),
  );
}

export async function verify(load, texts) {
  const { parse } = load("yaml");
  const read = (text) => packaged(parse(text, { customTags: tags() }));
  const folder = mkdtempSync(join(tmpdir(), "keybeam-cloudformation-"));
  const { loadAwsServiceSpecSync } = load("@aws-cdk/aws-service-spec");
  const fits = checker(loadAwsServiceSpecSync());
  const synth = synthesised(load, folder);
  try {
    await demand("AWS's model of its resources", texts, {
      "a property misspelt": swap("QueueName:", "QueuName:"),
      "a required property left out": swap(/^ {6}Role: .*\n/mu, ""),
      "a text for a number": swap(/Timeout: \d+/u, "Timeout: long"),
      "a type that there is not": swap("AWS::Lambda::EventSourceMapping", "AWS::Lambda::EventMapping"),
    }, (text) => fits(read(text)));
    await demand("aws-cdk-lib", texts, {
      "a reference to nothing": swap("!Ref SubnetIds", "!Ref Subnets"),
      "an attribute of nothing": swap(/!GetAtt (\w+)Role\.Arn/u, "!GetAtt $1Rule.Arn"),
      "an order that waits for nothing": swap(/DependsOn: (\w+)Logs/u, "DependsOn: $1Lags"),
    }, (text) => synth(read(text)));
    await demand("least privilege", texts, {
      "every action": swap("sqs:SendMessage", "sqs:*"),
      "every secret": swap(/(GetSecretValue\n +Resource:\n +- ).*/u, '$1"*"'),
    }, (text) => tooMuch(read(text)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
