import { readDockerfile, type Instruction } from './read.ts';
import { words } from './words.ts';

/** From one FROM to the next. */
export interface Stage {
  readonly index: number;
  readonly name?: string;
  /** What stands behind FROM: an image or an earlier stage, with variables as written. */
  readonly base: string;
  readonly line: number;
  readonly instructions: readonly Instruction[];
}

export interface Dockerfile {
  /** The ARGs before the first FROM: they hold in FROM lines, and in a stage that names them again. */
  readonly args: readonly Instruction[];
  readonly stages: readonly Stage[];
}

export function readStages(text: string): Dockerfile {
  const args: Instruction[] = [];
  const stages: (Stage & { instructions: Instruction[] })[] = [];
  for (const instruction of readDockerfile(text)) {
    if (instruction.keyword === 'FROM') {
      const [base = '', as, name] = words(instruction.rest);
      const named = as?.toLowerCase() === 'as' && name !== undefined ? { name: name.toLowerCase() } : {};
      stages.push({ index: stages.length, ...named, base, line: instruction.line, instructions: [] });
    } else if (stages.length > 0) stages.at(-1)?.instructions.push(instruction);
    else if (instruction.keyword === 'ARG') args.push(instruction);
  }
  return { args, stages };
}
