import { atVersion, endOfWord, mentionsIn, type Recogniser } from './recogniser.ts';
import { valueOf } from '../commands.ts';
import type { Mention } from '../moved.ts';
import { tomlRequirements } from './toml.ts';

const crate = (name: string): { ecosystem: string; name: string } => ({ ecosystem: 'cargo', name });

/** `cargo add name@1.2`, `cargo install name --version 1.2.3`, tables of dependencies, addresses of crates.io and docs.rs. */
export const cargo: Recogniser = {
  command(command) {
    const [program, verb, ...rest] = command;
    const words = program?.text === 'cargo-binstall' ? command.slice(1) : rest;
    const isInstall = program?.text === 'cargo-binstall' || /^(add|install|binstall)$/.test(verb?.text ?? '');
    if (!/^cargo(-binstall)?$/.test(program?.text ?? '') || !isInstall) return [];
    const found: Mention[] = words.flatMap((word) => {
      const { name, version } = atVersion(word) ?? {};
      return name === undefined || version === undefined ? [] : [endOfWord(word, version, crate(name))];
    });
    const version = valueOf(command, '--version', '--vers');
    const names = words.filter(
      ({ text }, at) => /^[\w-]+$/.test(text) && !text.startsWith('-') && !isValue(words[at - 1]?.text),
    );
    const [only, ...others] = names;
    if (version !== undefined && only !== undefined && others.length === 0)
      found.push(endOfWord(version, version.text, crate(only.text)));
    return found;
  },
  block: (block) => [
    ...tomlRequirements(block, 'cargo'),
    ...mentionsIn(block.text, addresses, crate),
    ...(block.language === undefined ? mentionsIn(block.text, inline, crate) : []),
  ],
};

/** Whether an option before it takes the word as its value. */
const isValue = (before = ''): boolean =>
  /^--?(version|vers|features|F|git|branch|tag|rev|path|root|registry|index|target|profile|bin|example|j|jobs|p|package|rename)$/.test(
    before,
  );

const addresses =
  /https?:\/\/(?:docs\.rs|(?:www\.)?crates\.io\/crates|deps\.rs\/crate|img\.shields\.io\/docsrs|static\.crates\.io\/crates)\/(?:crate\/)?(?<name>[\w-]+)\/(?<version>v?\d[\w.+-]*?)(?=[/?#)"'\]>\s]|$|\.crate|\.\s)/dg;

/** In a text: `name = "1.2"` between marks of code. */
const inline = /`(?<name>[\w-]+)\s*=\s*(?:"|\{[^}`]*?version\s*=\s*")(?<version>[^"`]+)"[^`\n]*`/dg;
