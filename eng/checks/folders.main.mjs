// What folders.sh prints and checks, over this repository.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { circlesOf, floorsOf, projectsUnder } from "./folders.mjs";

const source = fileURLToPath(new URL("../../src", import.meta.url));
const readme = `${source}/README.md`;
const marked = /(<!-- floors: checked by eng\/checks\/folders\.sh -->\n)[\s\S]*?(<!-- end of floors -->)/;
let problems = 0;

const rows = ["| project | its folders, from the top floor to the ground |", "|---|---|"];
for (const { name, folders } of projectsUnder(source)) {
  const short = (folder) => (folder === name ? "(root)" : folder.slice(name.length + 1).replaceAll(".", "/"));
  console.log(name);
  for (const [folder, others] of folders) {
    console.log(`  ${short(folder)} -> ${[...others].map(short).sort().join(", ") || "nothing"}`);
  }

  const circles = circlesOf(folders);
  for (const circle of circles) {
    problem(`${name}: a circle of ${circle.map(short).join(", ")}`);
  }
  if (circles.length === 0) {
    const floors = floorsOf(folders).map((floor) => floor.map((folder) => `\`${short(folder)}\``).join(", "));
    rows.push(`| \`${name}\` | ${floors.join(" → ")} |`);
  }
}

const text = readFileSync(readme, "utf8");
const renewed = text.replace(marked, (_, begin, end) => `${begin}${rows.join("\n")}\n${end}`);
if (!marked.test(text)) {
  problem("src/README.md has lost the mark of its floors");
} else if (process.argv[2] === "--write") {
  writeFileSync(readme, renewed);
} else if (renewed !== text) {
  problem("src/README.md shows other floors: eng/checks/folders.sh --write brings it up to date");
}
process.exit(problems === 0 ? 0 : 1);

function problem(what) {
  console.error(what);
  problems++;
}
