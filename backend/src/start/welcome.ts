import pc from 'picocolors';

export interface Welcome {
  rows: { name: string; url: string; words: string }[];
  logins: { company: string; emails: string[] }[];
  password: string;
  notices: string[];
}

/** What a person sees once everything runs: where to click, and how to sign in. */
export function formatWelcome({ rows, logins, password, notices }: Welcome): string {
  const nameWidth =
    Math.max(...rows.map(({ name }) => name.length), ...logins.map(({ company }) => company.length)) + 3;
  const urlWidth = Math.max(...rows.map(({ url }) => url.length)) + 3;
  const line = (name: string, rest: string) => `  ${pc.dim(name.padEnd(nameWidth))}${rest}`;
  return [
    '',
    `  ${pc.bold('Hilo')} is running. ${pc.dim('Ctrl-C stops it; your data stays.')}`,
    '',
    ...rows.map(({ name, url, words }) => line(name, `${pc.cyan(url.padEnd(urlWidth))}${pc.dim(words)}`)),
    '',
    `  Sign in to the inbox with the password ${pc.bold(password)}`,
    ...logins.map(({ company, emails }) => line(company, emails.join(pc.dim(' or ')))),
    '',
    ...notices.map((notice) => `  ${pc.yellow(notice)}`),
    ...(notices.length > 0 ? [''] : []),
  ].join('\n');
}
