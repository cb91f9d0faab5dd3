// The check itself must be able to fail.
import assert from "node:assert/strict";
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { circlesOf, floorsOf, projectsUnder } from "./folders.mjs";

/** The folder graph of a project House with these files. */
function house(files) {
  const folder = mkdtempSync(join(tmpdir(), "house-"));
  try {
    for (const [path, text] of Object.entries({ "House.csproj": "", ...files })) {
      mkdirSync(dirname(join(folder, "House", path)), { recursive: true });
      writeFileSync(join(folder, "House", path), text);
    }
    return projectsUnder(folder)[0].folders;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const attic = "namespace House.Attic;\nclass Trunk { }\n";
const cellar = "namespace House.Cellar;\nclass Barrel { }\n";

test("a folder that only uses another is above it", () => {
  const graph = house({ "Attic/Trunk.cs": `using House.Cellar;\n\n${attic}`, "Cellar/Barrel.cs": cellar });
  assert.deepEqual(circlesOf(graph), []);
  assert.deepEqual(floorsOf(graph), [["House.Attic"], ["House.Cellar"]]);
});

test("two folders that use each other are a circle", () => {
  const graph = house({
    "Attic/Trunk.cs": `using House.Cellar;\n\n${attic}`,
    "Cellar/Barrel.cs": `using House.Attic;\n\n${cellar}`,
  });
  assert.deepEqual(circlesOf(graph), [["House.Attic", "House.Cellar"]]);
});

test("a circle through a third folder is found", () => {
  const graph = house({
    "Attic/Trunk.cs": `using House.Hall;\n\n${attic}`,
    "Hall/Door.cs": "using static House.Cellar.Barrel;\n\nnamespace House.Hall;\nclass Door { }\n",
    "Cellar/Barrel.cs": `using Old = House.Attic.Trunk;\n\n${cellar}`,
  });
  assert.deepEqual(circlesOf(graph), [["House.Attic", "House.Cellar", "House.Hall"]]);
});

test("a name written with its namespace is a reference without a using", () => {
  const graph = house({
    "Attic/Trunk.cs": "namespace House.Attic;\nclass Trunk { Cellar.Barrel _barrel; }\n",
    "Cellar/Barrel.cs": "namespace House.Cellar;\nclass Barrel { object _trunk = new House.Attic.Trunk(); }\n",
  });
  assert.deepEqual(circlesOf(graph), [["House.Attic", "House.Cellar"]]);
});

test("a folder sees those around it without a using, their types and their extensions", () => {
  for (const use of ["Owner _owner;", "void Lock() => this.Bolt();"]) {
    const graph = house({
      "Owner.cs": "using House.Cellar;\n\nnamespace House;\nclass Owner { }\n",
      "Bolts.cs": "namespace House;\nstatic class Bolts { public static void Bolt(this object door) { } }\n",
      "Cellar/Barrel.cs": `namespace House.Cellar;\nclass Barrel { ${use} }\n`,
    });
    assert.deepEqual(circlesOf(graph), [["House", "House.Cellar"]], use);
  }
});

test("comments, texts and members of the same name are no references", () => {
  const graph = house({
    "Owner.cs": "using House.Cellar;\n\nnamespace House;\nclass Owner { }\n",
    "Cellar/Barrel.cs": `// Owner\nnamespace House.Cellar;\nclass Barrel { string Owner => "Owner"; }\n`,
  });
  assert.deepEqual(circlesOf(graph), []);
});

test("a namespace that does not follow its folder is refused", () => {
  assert.throws(() => house({ "Attic/Barrel.cs": cellar }), /the namespace is House\.Cellar, the folder House\.Attic/);
});
