import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../root.ts';
import type { Cost } from './measure.ts';

export interface Apart {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** What one process and all its children cost, while this one goes on: it serves them. */
export async function apart({ argv, cwd, env }: Apart): Promise<Cost> {
  const said = await new Promise<string>((done, refuse) => {
    const child = spawn('python3', [join(root, 'tools/bench/cost.py'), '0', '/dev/null', ...argv], {
      cwd,
      // Certificates that a machine makes every start of Node read are no cost of any command.
      env: { ...process.env, NODE_EXTRA_CA_CERTS: undefined, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.on('data', (part: Buffer) => (text += part.toString()));
    child.on('error', refuse);
    child.on('close', () => done(text));
  });
  const [cpu, wall, memory, code] = said.trim().split(' ').map(Number);
  if (cpu === undefined || wall === undefined || memory === undefined || code === undefined)
    throw new Error(`${argv.join(' ')} could not be measured`);
  return { cpu, wall, memory: memory / 1024, code };
}
