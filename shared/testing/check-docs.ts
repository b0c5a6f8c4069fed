import { existsSync, readdirSync, readFileSync } from 'node:fs';

/**
 * Links that lead nowhere and files that do not exist, in README.md and docs/, as `document:line says …`.
 * A link is Markdown's `[text](target)`; a file is anything in backticks that looks like a path of this project.
 * @param root the project's folder, with a slash at its end
 */
export function findDocProblems(root: URL): string[] {
  return documents(root).flatMap((path) => {
    const text = readFileSync(new URL(path, root), 'utf8');
    return proseLines(text).flatMap(([line, number]) =>
      [...linkProblems(line, path, root), ...pathProblems(line, path, root)].map(
        (problem) => `${path}:${number} ${problem}`,
      ),
    );
  });
}

function documents(root: URL): string[] {
  const inDocs = readdirSync(new URL('docs/', root), { recursive: true, encoding: 'utf8' });
  return ['README.md', ...inDocs.map((path) => `docs/${path.replaceAll('\\', '/')}`)]
    .filter((path) => path.endsWith('.md') && existsSync(new URL(path, root)))
    .sort();
}

/** The lines with their numbers, without those inside fenced blocks. */
function proseLines(text: string): [line: string, number: number][] {
  let isFenced = false;
  return text.split('\n').flatMap((line, i): [string, number][] => {
    if (line.startsWith('```')) isFenced = !isFenced;
    return isFenced ? [] : [[line, i + 1]];
  });
}

function linkProblems(line: string, path: string, root: URL): string[] {
  const targets = [...line.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '');
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .flatMap((target) => {
      const [file = '', anchor] = target.split('#');
      const url = file ? new URL(file, new URL(path, root)) : new URL(path, root);
      if (!existsSync(url)) return [`links to ${target}, which does not exist`];
      if (anchor && !anchorsOf(readFileSync(url, 'utf8')).has(anchor))
        return [`links to ${target}, which has no such heading`];
      return [];
    });
}

/** Anchors as GitHub makes them of headings, and those set by hand. */
function anchorsOf(text: string): Set<string> {
  const headings = proseLines(text).flatMap(([line]) => /^#{1,6} (.+)$/.exec(line)?.[1] ?? []);
  const slugs = headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
  const byHand = [...text.matchAll(/<a id="([^"]+)">/g)].map((match) => match[1] ?? '');
  return new Set([...slugs, ...byHand]);
}

const folders = '(?:backend|docs|e2e|extension|shared|widget)';
const projectPath = new RegExp(`^${folders}/[\\w./*{},-]*$|^[\\w.-]+\\.(?:json|config\\.ts|md)$`);

function pathProblems(line: string, path: string, root: URL): string[] {
  const named = [...line.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');
  return named
    .filter((name) => projectPath.test(name) && !/[*{]/.test(name))
    .filter((name) => !existsSync(new URL(name, root)) && !existsSync(new URL(name, new URL(path, root))))
    .map((name) => `names ${name}, which does not exist`);
}
