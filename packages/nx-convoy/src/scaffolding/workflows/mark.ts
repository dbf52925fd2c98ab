import type { Wishes } from './model.ts';

/** What a file that was made says of itself in its first lines: whoever has it can make it again. */
export const markOf = (forge: string, wishes: Wishes): string =>
  [
    '# Made by nx-convoy, and made anew by it: what is changed here by hand is lost.',
    `# nx-convoy ci --for=${forge} ${words(wishes)}`,
    '',
  ].join('\n');

function words({ on, branch, cron, environment, keep }: Wishes): string {
  const said: readonly (readonly [string, string])[] = [
    ['on', on.join(',')],
    ['branch', branch],
    ...(on.includes('schedule') ? ([['cron', cron]] as const) : []),
    ['environment', environment],
    ['keep', String(keep)],
  ];
  return said.map(([name, value]) => `--${name}=${/\s|\*/.test(value) ? `"${value}"` : value}`).join(' ');
}

/** The options that a file was made with, as they were typed; undefined where somebody else wrote it. */
export function readMark(text: string): Readonly<Record<string, string>> | undefined {
  const [, said] = /^# nx-convoy ci(?= |$)(.*)$/m.exec(text.split('\n').slice(0, 5).join('\n')) ?? [];
  if (said === undefined) return undefined;
  const found = [...said.matchAll(/--([a-z]+)=(?:"([^"]*)"|(\S*))/g)];
  return Object.fromEntries(found.map(([, name = '', quoted, plain = '']) => [name, quoted ?? plain]));
}
