import { catalogue } from '@hilo/shared/invariants/catalogue.ts';
import { oneLine } from '@hilo/shared/reconstruct/plain-text.ts';
import type { Command } from 'commander';
import { type AuditReport, type AuditResult, audit } from '../audit/audit.ts';
import { CliError } from './cli-error.ts';
import { withContext } from './database.ts';
import { type Paint, paintFor } from './paint.ts';
import type { Terminal } from './terminal.ts';

const shownFindingsMax = 10;

export function addAuditCommand(program: Command, terminal: Terminal): void {
  program
    .command('audit')
    .description('hold the database to its promises; reads only, and nobody waits for it')
    .option('--company <company-id>', 'one company alone')
    .addHelpText(
      'after',
      '\nEnds with 0 where every promise holds, and with 1 where one is broken, with 2 where it cannot be told.',
    )
    .action(async ({ company: companyId }: { company?: string }, command: Command) => {
      const report = await withContext(terminal, ({ pool }) => audit(pool, { companyId }));
      if (companyId !== undefined && report.companies.length === 0) {
        throw new CliError(`unable to audit; there is no company ${companyId}`);
      }
      const { json } = command.optsWithGlobals<{ json?: boolean }>();
      terminal.out(json ? JSON.stringify(report) : formatReport(report, paintFor(terminal)));
      const broken = new Set(report.results.filter(isBroken).map(({ ruleId }) => ruleId));
      if (broken.size === 1) throw new CliError('One of the database’s promises is broken.', 1);
      if (broken.size > 1) throw new CliError(`${broken.size} of the database’s promises are broken.`, 1);
    });
}

function isBroken({ findings }: AuditResult): boolean {
  return findings.length > 0;
}

/** The report for a person: each company, each promise, and what breaks it. */
export function formatReport({ companies, results }: AuditReport, paint: Paint): string {
  if (companies.length === 0) return 'There is no company, and so nothing to break a promise to.';
  const lines = companies.flatMap(({ companyId, conversations, contacts }) => {
    const own = results.filter((result) => result.companyId === companyId);
    const head = `${paint.bold(companyId)}: ${conversations} conversations, ${contacts} contacts`;
    return [head, ...own.flatMap((result) => formatResult(result, paint)), ''];
  });
  return lines.join('\n').trimEnd();
}

function formatResult({ ruleId, findings, findingsDropped }: AuditResult, paint: Paint): string[] {
  const rule = catalogue.find(({ id }) => id === ruleId);
  const promise = rule?.promise ?? '';
  if (findings.length === 0) return [`  ${paint.green('✓')} ${ruleId.padEnd(30)} ${paint.dim(promise)}`];
  const shown = findings.slice(0, shownFindingsMax);
  const rest = findings.length - shown.length + findingsDropped;
  return [
    `  ${paint.red('✗')} ${paint.red(ruleId.padEnd(30))} ${promise}`,
    ...(rule ? [`      ${rule.meaning}`] : []),
    ...shown.map(({ subject, detail }) => `      ${paint.yellow(oneLine(subject))}: ${oneLine(detail)}`),
    ...(rest > 0 ? [`      and ${rest} more`] : []),
  ];
}
