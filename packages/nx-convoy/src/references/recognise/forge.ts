import type { Block } from '../blocks.ts';
import { valueOf } from '../commands.ts';
import type { Mention, Named } from '../moved.ts';
import { endOfWord, mentionsIn, type Recogniser } from './recogniser.ts';

const at = (repository: string): Named => ({ repository: repository.replace(/\.git$/, '').toLowerCase() });

/**
 * Tags of a repository in what is downloaded or installed from it. A link that shows a file or a release of then is no such thing, nor
 * is a comparison of two releases.
 */
export const forge: Recogniser = {
  command(command) {
    const url = valueOf(command, '--git');
    const tag = valueOf(command, '--tag');
    const git = command[0]?.text === 'cargo' && url !== undefined && tag !== undefined;
    return git ? [endOfWord(tag, tag.text, at(url.text))] : [];
  },
  block: (block) => [
    ...patterns.flatMap((pattern) => mentionsIn(block.text, pattern, (name) => at(`https://${name}`))),
    ...github.flatMap((pattern) => mentionsIn(block.text, pattern, (name) => at(`https://github.com/${name}`))),
    ...tables(block),
  ],
};

const host = String.raw`(?<name>[\w.-]+(?:\/[\w.-]+){2,}?)`;
const tag = String.raw`(?<version>(?:[\w.@+-]|%40|%2B|%2F)+?)`;
const owner = String.raw`(?<name>[\w.-]+\/[\w.-]+)`;

const patterns = [
  `https?://${host}/(?:-/)?releases/download/${tag}(?=/)`,
  `https?://${host}/-/releases/${tag}(?=/downloads)`,
  `https?://${host}/(?:-/)?archive/(?:refs/tags/)?${tag}(?=\\.(?:tar\\.\\w+|tgz|zip)|/)`,
  // Everything since: the other end moves by itself.
  `https?://${host}/(?:-/)?compare/${tag}(?=\\.{2,3}(?:HEAD|main|master|develop|trunk)\\b)`,
  `git\\+https?://${host}@${tag}(?=[#"'\`\\s)]|$)`,
  `repo:[ \\t]*["']?https?://${host}["']?[ \\t]*\\r?\\n[ \\t]+rev:[ \\t]*["']?${tag}(?=["']?\\s)`,
].map((pattern) => new RegExp(pattern, 'dg'));

const github = [
  `https?://img\\.shields\\.io/github/commits-since/${owner}/${tag}(?=[/?)"'>\\s]|\\.svg|$)`,
  `https?://raw\\.githubusercontent\\.com/${owner}/(?:refs/tags/)?${tag}(?=/)`,
  `uses:[ \\t]*["']?${owner}(?:/[\\w./-]+)?@${tag}(?=["']?\\s)`,
].map((pattern) => new RegExp(pattern, 'dg'));

/** `name = { git = "https://…", tag = "v1.2.0" }` */
const tables = ({ text, language }: Block): readonly Mention[] =>
  language === undefined ? [] : mentionsIn(text, gitTag, (name) => at(`https://${name}`));
const gitTag = new RegExp(`git\\s*=\\s*"https?://${host}"[^}\\n]*?tag\\s*=\\s*"${tag}"`, 'dg');
