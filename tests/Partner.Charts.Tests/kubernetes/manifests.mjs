// Strict validation of Kubernetes objects, without a cluster: TypeScript's excess property check refuses fields that a
// type does not have, and the models' own JSON schemas refuse wrong formats, patterns and missing fields.
import ts from 'typescript';
import YAML from 'yaml';

const packages = new Map([
  ['cert-manager.io', '@kubernetes-models/cert-manager'],
  ['monitoring.coreos.com', '@kubernetes-models/prometheus-operator'],
]);

const compilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  types: [],
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
};

// The module that describes an object: "kubernetes-models/apps/v1/Deployment".
function moduleOf({ apiVersion, kind }) {
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
  return `${packages.get(group) ?? 'kubernetes-models'}/${apiVersion}/${kind}`;
}

// Objects of a stream of YAML documents; empty documents are none. YAML 1.1, as Kubernetes reads it.
export function readObjects(text) {
  const documents = YAML.parseAllDocuments(text, { version: '1.1' });
  const broken = documents.flatMap((document) => document.errors);
  if (broken.length > 0) {
    throw broken[0];
  }

  return documents.map((document) => document.toJS()).filter((object) => object !== null);
}

// What is wrong with fields and types, as sentences; one list for each group of objects, in one run of the compiler.
export function wrongTypes(groups) {
  const files = new Map(groups.map((objects, index) => [`${import.meta.dirname}/group${index}.ts`, sourceOf(objects)]));
  const host = ts.createCompilerHost(compilerOptions);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.readFile = (name) => files.get(name) ?? readFile(name);
  host.getSourceFile = (name, languageVersion, ...rest) => files.has(name)
    ? ts.createSourceFile(name, files.get(name), languageVersion)
    : getSourceFile.call(host, name, languageVersion, ...rest);
  const program = ts.createProgram([...files.keys()], compilerOptions, host);
  const diagnostics = ts.getPreEmitDiagnostics(program);
  const astray = diagnostics.filter(({ file }) => !files.has(file?.fileName));
  if (astray.length > 0) {
    throw new Error(astray.map(sentence).join('\n'));
  }

  return [...files.keys()].map((name) => diagnostics.filter(({ file }) => file.fileName === name).map(sentence));
}

function sourceOf(objects) {
  const lines = objects.map((object, index) => `
import type { I${object.kind} as Type${index} } from '${moduleOf(object)}';
// ${object.kind} ${object.metadata?.name}
export const object${index}: Type${index} = ${JSON.stringify(object, null, 1)};`);
  return lines.join('\n');
}

// Names the object by the comment above it.
function sentence({ file, start, messageText }) {
  const above = file?.text.slice(0, start) ?? '';
  const object = [...above.matchAll(/^\/\/ (.*)$/gm)].at(-1)?.[1] ?? file?.fileName;
  return `${object}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
}

// What the model's schema finds: undefined when nothing.
export async function wrongFormat(object) {
  const module = await import(moduleOf(object));
  const model = new module[object.kind](object);
  try {
    model.validate();
    return undefined;
  } catch (problem) {
    return `${object.kind} ${object.metadata?.name}: ${problem.message}`;
  }
}
