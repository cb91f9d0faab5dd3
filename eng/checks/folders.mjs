// The folders of each project as a graph: who refers to whom. Namespaces follow folders, so that a folder refers to
// another where it has a `using` of it (the compiler refuses a `using` that nothing needs), writes a type with its
// namespace, or names a type of a folder around it, which needs neither.
import { readFileSync, readdirSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";

const typeDeclaration =
  /\b(?:class|struct|interface|enum|record(?: struct| class)?|delegate [\w.<>?,[\] ]+?)\s+([A-Z]\w*)\s*[<(:{;\s]/g;
const extensionMethod = /\bstatic [^=;{}()]*?\b(\w+)(?:<[^()]*>)?\(\s*this /g;

const member =
  /(?<!\b(?:new|return|is|as|in|case|typeof|throw))(?<=[\w>\])?]) ([A-Z]\w*) *(?:=|;|,|\)|\(|\n? *[{])|^ +([A-Z]\w*)(?: = [^,;\n]+)?,?$/gm;

/** The projects under a folder, each with its graph. */
export function projectsUnder(folder) {
  return filesUnder(folder, ".csproj")
    .map((project) => ({ name: basename(project, ".csproj"), folders: graphOf(dirname(project)) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Folder → set of the folders that it refers to. */
function graphOf(project) {
  const root = basename(project);
  const sources = filesUnder(project, ".cs").map((file) => read(file, root, relative(project, dirname(file))));
  const types = new Map(); // namespace → names of its types
  const extensions = new Map(); // namespace → names of its extension methods
  const members = new Map(); // namespace → names of its types' members
  for (const { folder, code } of sources) {
    add(types, folder, [...code.matchAll(typeDeclaration)].map((match) => match[1]));
    add(extensions, folder, [...code.matchAll(extensionMethod)].map((match) => match[1]));
    add(members, folder, [...code.matchAll(member)].map((match) => match[1] ?? match[2]));
  }

  const graph = new Map([...types.keys()].sort().map((folder) => [folder, new Set()]));
  for (const source of sources) {
    for (const other of referredTo(source, types, extensions, members)) {
      if (other !== source.folder) graph.get(source.folder).add(other);
    }
  }
  return graph;
}

function read(file, root, path) {
  const text = readFileSync(file, "utf8");
  const folder = path === "" ? root : `${root}.${path.replaceAll("/", ".")}`;
  const [, namespace] = text.match(/^namespace ([\w.]+)/m) ?? [];
  if (namespace !== undefined && namespace !== folder) {
    throw new Error(`${file}: the namespace is ${namespace}, the folder ${folder}`);
  }
  const usings = [...text.matchAll(/^(?:global )?using (?:static )?(?:\w+ = )?([\w.]+)[^(\n]*;$/gm)].map((m) => m[1]);
  return { folder, usings, code: withoutComments(text.replace(/^(?:global )?using [^(;\n]*;$/gm, "")) };
}

function* referredTo({ folder, usings, code }, types, extensions, members) {
  for (const name of usings) {
    // An alias and `using static` name a type of the folder.
    const space = types.has(name) ? name : parentOf(name);
    if (types.has(space)) yield space;
  }
  const names = new Set([...code.matchAll(/(?<![\w.@])[A-Z]\w*/g)].map((match) => match[0]));
  const called = new Set([...code.matchAll(/\.(\w+)(?=[(<])/g)].map((match) => match[1]));
  for (let around = parentOf(folder); around !== ""; around = parentOf(around)) {
    const isMeant = (name) => names.has(name) && !types.get(folder).has(name)
      && (!members.get(folder).has(name) || isType(name, code));
    if ([...(types.get(around) ?? [])].some(isMeant)) yield around;
    if ([...(extensions.get(around) ?? [])].some((name) => called.has(name))) yield around;
  }
  for (const [qualified] of code.matchAll(/(?<![\w.@])[A-Z]\w*(?:\.[A-Z]\w*)+/g)) {
    yield* spacesOf(qualified, folder, types);
  }
}

/** Whether a name that members of the folder have too stands where only a type can. */
function isType(name, code) {
  return new RegExp(`\\bnew ${name}\\b|[<(, ]${name}(?:\\?|\\[\\])*(?:>| (?!is\\b|or\\b|and\\b|when\\b|as\\b|in\\b)[a-z_])`).test(code);
}

/** The folder of a name that is written with (the end of) its namespace. */
function* spacesOf(qualified, folder, types) {
  const parts = qualified.split(".");
  for (let length = parts.length - 1; length > 0; length--) {
    const space = parts.slice(0, length).join(".");
    for (let around = folder; ; around = parentOf(around)) {
      const candidate = around === "" ? space : `${around}.${space}`;
      if (types.get(candidate)?.has(parts[length])) yield candidate;
      if (around === "") break;
    }
  }
}

/** Groups of folders that reach each other, each as a list of names; none when there is no circle. */
export function circlesOf(graph) {
  const reach = new Map([...graph.keys()].map((folder) => [folder, reachedFrom(folder, graph)]));
  const circles = [];
  const seen = new Set();
  for (const folder of graph.keys()) {
    if (seen.has(folder) || !reach.get(folder).has(folder)) continue;
    const circle = [...reach.get(folder)].filter((other) => reach.get(other).has(folder)).sort();
    circle.forEach((member) => seen.add(member));
    circles.push(circle);
  }
  return circles;
}

function reachedFrom(start, graph) {
  const reached = new Set();
  const waiting = [...graph.get(start)];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (reached.has(next)) continue;
    reached.add(next);
    waiting.push(...graph.get(next));
  }
  return reached;
}

/** The folders in floors, the top one first; each refers to lower floors only. Only for a graph without circles. */
export function floorsOf(graph) {
  const height = new Map();
  const heightOf = (folder) => {
    if (!height.has(folder)) height.set(folder, 1 + Math.max(-1, ...[...graph.get(folder)].map(heightOf)));
    return height.get(folder);
  };
  const floors = [];
  for (const folder of graph.keys()) (floors[heightOf(folder)] ??= []).push(folder);
  return floors.reverse();
}

function withoutComments(text) {
  const tokens = /(\$@?"(?:[^"\\\n]|\\.)*")|"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
  return text.replace(tokens, (_, interpolated) => interpolated ?? '""');
}

function add(map, key, names) {
  if (!map.has(key)) map.set(key, new Set());
  names.forEach((name) => map.get(key).add(name));
}

function parentOf(name) {
  return name.includes(".") ? name.slice(0, name.lastIndexOf(".")) : "";
}

function filesUnder(folder, ending) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) {
      return ["bin", "obj", "node_modules"].includes(entry.name) ? [] : filesUnder(join(folder, entry.name), ending);
    }
    return entry.name.endsWith(ending) ? [join(folder, entry.name)] : [];
  });
}
