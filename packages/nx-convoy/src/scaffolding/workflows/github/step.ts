import { pins, type ActionName } from '../pins.ts';

export interface Step {
  readonly name: string;
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
  /** What comes from outside reaches a shell as a variable, and never as a part of its text. */
  readonly env?: Readonly<Record<string, string>>;
  readonly run?: string;
}

/** An action by its pinned commit. */
export const use = (name: string, action: ActionName, inputs: Step['with'] = {}, rest: Partial<Step> = {}): Step => ({
  name,
  ...rest,
  uses: `${action}@${pins[action].commit}`,
  ...(Object.keys(inputs).length === 0 ? {} : { with: inputs }),
});

export const run = (name: string, lines: string | readonly string[], rest: Omit<Partial<Step>, 'run'> = {}): Step => ({
  name,
  ...rest,
  run: typeof lines === 'string' ? lines : `${lines.join('\n')}\n`,
});

/** Behind each pinned commit which version it is: people read that, and tools that raise pins do. */
export const withVersions = (text: string): string =>
  text.replaceAll(/^(\s*(?:- )?uses: )(\S+)@([0-9a-f]{40})$/gm, (line, _: string, action: string) =>
    Object.hasOwn(pins, action) ? `${line} # v${pins[action as ActionName].version}` : line,
  );

export const expression = (text: string): string => `\${{ ${text} }}`;
export const secret = (name: string): string => expression(`secrets.${name}`);

/** Where jobs keep what they hand on, out of what git sees. */
export const folder = 'dist/ci';
export const apart = `echo '/${folder}/' >> .git/info/exclude`;
