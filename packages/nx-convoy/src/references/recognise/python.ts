import type { Mention, Named } from '../moved.ts';
import { atVersion, endOfWord, isCode, mentionsIn, type Recogniser } from './recogniser.ts';
import { tomlRequirements } from './toml.ts';

const wheel = (name: string): Named => ({ ecosystem: 'python', name });

/** `pip install name==1.2`, `uv add "name[extra]>=1.2"`, `poetry add name@^1.2`, requirements files, addresses of PyPI. */
export const python: Recogniser = {
  command(command) {
    const [program, verb] = command;
    if (!/^(pip3?|pipx|uvx?|poetry|pdm|rye|hatch)$/.test(program?.text ?? '')) return [];
    const asks =
      program?.text === 'uvx' || command.some(({ text }) => /^(install|add|run|download|wheel|pip|tool)$/.test(text));
    if (!asks || verb === undefined) return [];
    return command.slice(1).flatMap((word): readonly Mention[] => {
      const { name, specifier } = requirement.exec(word.text)?.groups ?? {};
      if (name !== undefined && specifier !== undefined) return [endOfWord(word, specifier, wheel(name))];
      const { name: plain, version } = atVersion(word) ?? {};
      const bare = plain?.replace(/\[[^\]]*\]$/, '');
      return bare === undefined || version === undefined || !/^[\w.-]+$/.test(bare)
        ? []
        : [endOfWord(word, version, wheel(bare))];
    });
  },
  block: (block) => [
    ...tomlRequirements(block, 'python'),
    ...(isCode(block, 'toml', 'ini', 'cfg', 'python', 'py', 'yaml', 'yml')
      ? mentionsIn(block.text, quoted, wheel)
      : []),
    ...(isCode(
      block,
      'requirements',
      'requirements.txt',
      'txt',
      'text',
      'pip',
      'pip-requirements',
      'console',
      'yaml',
      'yml',
    )
      ? mentionsIn(block.text, rows, wheel)
      : []),
    ...(block.language === undefined ? mentionsIn(block.text, inline, wheel) : []),
    ...mentionsIn(block.text, addresses, wheel),
  ],
};

const clause = String.raw`(?:[~=!<>]=|===|[<>])\s*[\w.*+!-]+`;
const specifier = `(?<specifier>${clause}(?:\\s*,\\s*${clause})*)`;
const named = String.raw`(?<name>[A-Za-z0-9][\w.-]*)(?:\[[^\]\n]*\])?\s*`;
const version = specifier.replace('specifier', 'version');

const requirement = new RegExp(`^${named}${specifier}$`);
/** In a list of a manifest; markers may follow. */
const quoted = new RegExp(`(?<=["'])${named}${version}(?=\\s*(?:;[^"'\\n]*)?["'])`, 'dg');
/** A line of requirements.txt, or an item of a list of conda. */
const rows = new RegExp(`^[ \\t>]*(?:-[ \\t]+)?${named}${version}(?=\\s*(?:[;#\\\\].*)?\\r?$)`, 'dgm');
const inline = new RegExp(`(?<=\`)${named}${version}(?=\`)`, 'dg');
const addresses =
  /https?:\/\/(?:www\.)?(?:pypi\.org\/project|pypi\.python\.org\/pypi)\/(?<name>[\w.-]+)\/(?<version>v?\d[\w.+!-]*?)(?=[/?#)"'\]>\s]|$)/dg;
