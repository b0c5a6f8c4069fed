/** Where recorded traces of really broken builds lie, one per rule: `<rule-id>.json`. */
export const fixturesFolder = 'shared/testing/fixtures/broken';

/**
 * Rules that no broken build ever made fire, and fixtures of rules that do not exist: one sentence each. A rule that
 * cannot fail is not a rule. `fileNames`: what is in the folder; undefined where there is none yet.
 */
export function findUnprovenRules(
  ruleIds: readonly string[],
  fileNames: readonly string[] | undefined,
): string[] {
  if (!fileNames) return [];
  const proven = new Set(fileNames.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -5)));
  const unproven = ruleIds.filter((id) => !proven.has(id));
  const unknown = [...proven].filter((id) => !ruleIds.includes(id));
  return [
    ...unproven.map((id) => `Rule ${id} is unproven: there is no ${fixturesFolder}/${id}.json.`),
    ...unknown.map((id) => `${fixturesFolder}/${id}.json proves a rule that does not exist.`),
  ];
}
