import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../tools/root.ts';
import { history } from '../plan/history.ts';
import { convoy } from '../world/bin.ts';

const readme = join(root, 'README.md');
const sample = /<!-- sample: nx-convoy (?<command>[^>]*?) -->\n```\n(?<text>[\s\S]*?)```/g;

/** What the samples are made from: harbor, and a week of work on it. */
const harbor = history(`
  copy harbor
  commit feat: begin
  tag harbor-cli@0.4.0 harbor-sdk@1.3.0 harbor-api@0.7.0 harbor-helm@0.7.0 @harbor/client@2.0.1
  commit feat: count tugs @ crates/core
  commit docs: what a tug is @ crates/core/README.md
  commit fix(charts): give the API more time to start @ charts/api/templates/deployment.yaml
  clone`);

/** The id stands for the version of the tool as well, and would change with each. */
const settled = (text: string): string => text.replace(/^Plan [0-9a-f]{12} /, 'Plan 6d1f0c2ab9e4 ');

const said = (command: string): string => settled(convoy(harbor, command.split(' ')).stdout);

const commands = Array.from(readFileSync(readme, 'utf8').matchAll(sample), ({ groups }) => groups?.command ?? '');

it('the README shows a graph and a plan', () => expect(commands).toEqual(['graph', 'plan']));

it.each(commands)('the README shows what nx-convoy %s says (CONVOY_UPDATE=1 writes it)', (command) => {
  if (process.env.CONVOY_UPDATE === '1') {
    const page = readFileSync(readme, 'utf8').replaceAll(sample, (whole: string, asked: string, text: string) =>
      asked === command ? whole.replace(`\`\`\`\n${text}\`\`\``, () => `\`\`\`\n${said(command)}\`\`\``) : whole,
    );
    writeFileSync(readme, page);
  }
  const shown = Array.from(readFileSync(readme, 'utf8').matchAll(sample)).find(
    ({ groups }) => groups?.command === command,
  );
  expect(shown?.groups?.text).toBe(said(command));
});
