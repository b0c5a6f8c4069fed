import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { findDocProblems } from './check-docs.ts';
import { blobSchemaDocument } from './docs/blob-schema-doc.ts';
import { environmentTable } from './docs/env-table.ts';
import { invariantsDocument } from './docs/invariants-doc.ts';
import { replaceGenerated } from './docs/markdown.ts';
import { protocolDocument } from './docs/protocol-doc.ts';
import { roadDiagram, transitionTable, waysOutDiagram } from './docs/state-machine-doc.ts';
import { english, type StateMachineWords, spanish } from './docs/state-machine-words.ts';

const root = new URL('../../', import.meta.url);

/** What each generated document should say now, by its path from the root. */
function generatedDocuments(): Map<string, string> {
  return new Map([
    ['docs/protocol.md', protocolDocument()],
    ['docs/invariants.md', invariantsDocument()],
    ['docs/blob-schema.json', blobSchemaDocument()],
    ['docs/running.md', replaceGenerated(readDocument('docs/running.md'), 'environment', environmentTable())],
    ['docs/state-machine.md', stateMachineDocument('docs/state-machine.md', english)],
    ['docs/es/state-machine.md', stateMachineDocument('docs/es/state-machine.md', spanish)],
  ]);
}

function stateMachineDocument(path: string, words: StateMachineWords): string {
  let text = readDocument(path);
  text = replaceGenerated(text, 'road', roadDiagram(words));
  text = replaceGenerated(text, 'ways-out', waysOutDiagram(words));
  return replaceGenerated(text, 'transitions', transitionTable(words));
}

function readDocument(path: string): string {
  return readFileSync(new URL(path, root), 'utf8');
}

function write(): void {
  for (const [path, text] of generatedDocuments()) writeFileSync(new URL(path, root), text);
}

/** What is wrong, in sentences that say how to put it right. */
function check(): string[] {
  const stale = [...generatedDocuments()].filter(([path, text]) => {
    return !existsSync(new URL(path, root)) || readDocument(path) !== text;
  });
  return [
    ...stale.map(([path]) => `${path} is not what the code says now. Run: npm run docs`),
    ...findDocProblems(root),
  ];
}

if (process.argv.includes('--check')) {
  const problems = check();
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  process.exitCode = problems.length > 0 ? 1 : 0;
} else {
  write();
}
