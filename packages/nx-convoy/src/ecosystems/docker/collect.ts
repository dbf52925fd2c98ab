import { folderOf, inside } from '../../paths/inside.ts';
import { expand, isKnown, unknown, type Values } from '../../text/dockerfile/expand.ts';
import { argumentsOf, flagOf, jsonWords, lineIn, type Instruction } from '../../text/dockerfile/read.ts';
import { parseReference } from '../../text/dockerfile/reference.ts';
import type { Dockerfile } from '../../text/dockerfile/stages.ts';
import { shellCommands, words } from '../../text/dockerfile/words.ts';
import {
  assign,
  declare,
  mountOption,
  planBuild,
  takenFrom,
  type Args,
  type Reached,
  type Scope,
  type Source,
} from './build.ts';
import { installsIn, type Install } from './installs.ts';
import { builtProgram, wordsIn, type Word } from './mentions.ts';

/** What an image's instructions take in, in the words of its context. */
export interface Collected {
  /** Files of the build context, or of another named one. */
  readonly copies: readonly { readonly source: string; readonly line: number }[];
  /** Images that are not built here as far as this file tells. */
  readonly images: readonly { readonly reference: string; readonly line: number; readonly isFinal: boolean }[];
  readonly mentions: readonly Mentioned[];
  /** Folders of the build context that a command builds or installs by their path. */
  readonly built: readonly { readonly inContext: string; readonly ecosystem: string; readonly line: number }[];
  readonly installs: readonly (Install & { readonly line: number; readonly rangeLine: number })[];
  readonly label?: { readonly version: string; readonly line: number };
}

/** `inContext` is a folder or file of the build context. */
export type Mentioned = Exclude<Word, { inImage: string }> | { readonly inContext: string };

/** Where something in the image came from. */
interface Origin {
  readonly at: string;
  readonly path: string;
}

interface State {
  readonly scope: Scope;
  readonly folder: string;
  readonly origins: readonly Origin[];
}

const start: State = { scope: new Map(), folder: '/', origins: [] };

/** Runs through the stages that the wanted one is made of, each with the variables and files that it starts from. */
export function collect(file: Dockerfile, args: Args, target: string | undefined): Collected {
  const build = planBuild(file, args, target);
  const copies: Collected['copies'][number][] = [];
  const images: Collected['images'][number][] = [];
  const mentions: Mentioned[] = [];
  const built: Collected['built'][number][] = [];
  const installs: Collected['installs'][number][] = [];
  const ends = new Map<number, State>();
  let label: Collected['label'];

  for (const reached of build.reached) {
    takeImage(reached.base, reached.stage.line, reached.isFinal);
    let state = stateOf(reached.base);
    for (const instruction of reached.stage.instructions) state = readOne(instruction, state, reached);
    ends.set(reached.stage.index, state);
  }
  return { copies, images, mentions, built, installs, ...(label === undefined ? {} : { label }) };

  function readOne(instruction: Instruction, state: State, reached: Reached): State {
    switch (instruction.keyword) {
      case 'ARG':
        return { ...state, scope: declare(state.scope, instruction, args, build.globals) };
      case 'ENV':
        return { ...state, scope: assign(state.scope, instruction) };
      case 'WORKDIR':
        return { ...state, folder: absolute(state.folder, expand(instruction.rest, valuesOf(state))) };
      case 'COPY':
      case 'ADD':
        return readCopy(instruction, state, reached);
      case 'RUN':
        readRun(instruction, state, reached);
        return state;
      case 'LABEL':
        if (reached.isFinal) label = versionLabel(instruction) ?? label;
        return state;
      default:
        return state;
    }
  }

  function readCopy(instruction: Instruction, state: State, reached: Reached): State {
    const valueOf = valuesOf(state);
    const list = argumentsOf(instruction).map((word) => expand(word, valueOf));
    const sources = list.slice(0, -1).filter((source) => isKnown(source) && !source.startsWith('<<'));
    const from = flagOf(instruction, 'from');
    if (from !== undefined) for (const program of sources.flatMap(builtProgram)) mentions.push(program);
    const taken = from === undefined ? undefined : takeFrom(expand(from, valueOf), instruction.line, reached);
    const local = from === undefined ? sources.filter(isLocal) : [];
    for (const source of local) copies.push({ source: cleaned(source), line: instruction.line });
    const destination = absolute(state.folder, list.at(-1) ?? '.');
    // What lands in a folder keeps its name if it is a file; a folder's entries land there themselves.
    const isFolder = /(^|\/)\.?$/.test(list.at(-1) ?? '');
    const origins = sources.flatMap((source): readonly Origin[] => {
      const path = from === undefined ? cleaned(source) : taken && originOf(absolute('/', source), taken.origins);
      if (path === undefined || (from === undefined && !isLocal(source))) return [];
      const intoFolder = sources.length > 1 || (isFolder && /\.\w+$/.test(source));
      return [{ at: intoFolder ? absolute(destination, lastPart(source)) : destination, path }];
    });
    return origins.length === 0 ? state : { ...state, origins: [...state.origins, ...origins] };
  }

  function readRun(instruction: Instruction, state: State, reached: Reached): void {
    const valueOf = valuesOf(state);
    for (const [flag, mount] of instruction.flags) {
      if (flag === 'mount') readMount(expand(mount, valueOf), instruction.line);
    }
    for (const reference of takenFrom(instruction)) takeFrom(expand(reference, valueOf), instruction.line, reached);
    let { folder } = state;
    for (const command of commandsOf(instruction)) {
      const known = command.map((word) => expand(word, valueOf));
      if (known[0] === 'cd') folder = absolute(folder, known[1] ?? '/');
      for (const word of wordsIn(known)) mention(word, folder, state, instruction.line);
      for (const install of installsIn(command.map((word) => nameExpanded(word, valueOf)))) {
        installs.push({ ...install, line: instruction.line, rangeLine: lineIn(instruction, install.name) });
      }
      if (isBuilding(known)) mentionFolder(folder, state);
    }
  }

  function readMount(mount: string, line: number): void {
    const type = mountOption(mount, 'type') ?? 'bind';
    if (type !== 'bind' || mountOption(mount, 'from') !== undefined) return;
    const source = mountOption(mount, 'source', 'src') ?? '.';
    if (isKnown(source)) copies.push({ source: cleaned(source), line });
  }

  function mention(word: Word, folder: string, state: State, line: number): void {
    if (!('inImage' in word)) {
      mentions.push(word);
      return;
    }
    const proven = originOf(absolute(folder, word.inImage), state.origins);
    const path = proven ?? inside('.', word.inImage);
    if (path !== undefined) mentions.push({ inContext: path });
    if (proven !== undefined && word.ecosystem !== undefined) {
      built.push({ inContext: proven, ecosystem: word.ecosystem, line });
    }
  }

  /** A build that runs in a folder below the context's means what lies there. */
  function mentionFolder(folder: string, state: State): void {
    const path = originOf(folder, state.origins);
    if (path !== undefined && path !== '.') mentions.push({ inContext: path });
  }

  function takeFrom(reference: string, line: number, reached: Reached): State | undefined {
    const source = build.sourceOf(reference, reached.stage);
    takeImage(source, line, reached.isFinal);
    return source.is === 'stages' ? stateOf(source) : undefined;
  }

  function takeImage(source: Source, line: number, isFinal: boolean): void {
    if (source.is === 'other') images.push({ reference: source.reference, line, isFinal });
  }

  function stateOf(source: Source): State {
    const [stage] = source.is === 'stages' ? source.stages : [];
    return (stage === undefined ? undefined : ends.get(stage.index)) ?? start;
  }
}

const valuesOf =
  ({ scope }: State): Values =>
  (name) =>
    scope.get(name);

/** Each command of a RUN in its shell form, its JSON form or its heredocs. */
function commandsOf(instruction: Instruction): readonly (readonly string[])[] {
  const json = jsonWords(instruction.rest);
  if (json !== undefined) return json[1] === '-c' || json[1] === '-ec' ? shellCommands(json[2] ?? '') : [json];
  return [instruction.rest, ...instruction.heredocs].flatMap(shellCommands);
}

/** A name may come from a variable's default; a version from one is open. */
function nameExpanded(word: string, valueOf: Values): string {
  const [, name = word, operator = '', version = ''] = /^(.+?)([=<>~!@]+)(.*)$/s.exec(word) ?? [];
  return expand(name, valueOf) + operator + (version.includes('$') ? unknown : version);
}

const isBuilding = (command: readonly string[]): boolean =>
  /^(cargo|npm|pnpm|yarn|bun|maturin|poetry|hatch|flit|pdm|uv)$/.test(command[0] ?? '') &&
  command.some((word) => /^(build|install|ci|run|sync|i|chef)$/.test(word));

/** Not from the network. */
const isLocal = (source: string): boolean => !/^[a-z][a-z+]*:\/\/|^git@/i.test(source);

/** A leading slash means the context's root; nothing leads out of it. */
function cleaned(source: string): string {
  const parts: string[] = [];
  for (const part of source.replaceAll('\\', '/').split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/') || '.';
}

const lastPart = (path: string): string => path.slice(path.replace(/\/+$/, '').lastIndexOf('/') + 1);

/** A path that begins with an open variable is taken as absolute: such a variable holds a folder of the image. */
const absolute = (folder: string, path: string): string =>
  `/${cleaned(/^[/\0]/.test(path) ? path : `${folder}/${path}`)}`.replace(/^\/\.$/, '/');

const manifest = /(^|\/)(pyproject\.toml|setup\.(py|cfg)|Cargo\.toml|package\.json)$/;

/** Where a folder of the image came from: where the manifest in it did, else the innermost copied folder around it. */
function originOf(path: string, origins: readonly Origin[]): string | undefined {
  const named = origins.findLast(({ at, path: from }) => manifest.test(from) && (folderOf(at) || '/') === path);
  if (named !== undefined) return folderOf(named.path);
  const around = origins.reduce<Origin | undefined>((best, one) => {
    const holds = path === one.at || path.startsWith(one.at === '/' ? '/' : `${one.at}/`);
    return holds && !/\w\.\w+$/.test(one.path) && one.at.length >= (best?.at.length ?? 0) ? one : best;
  }, undefined);
  return around === undefined ? undefined : inside(around.path, path.slice(around.at.length).replace(/^\/+/, ''));
}

/** A label whose text stands in the file; one that a build argument fills is not known. */
function versionLabel(instruction: Instruction): Collected['label'] {
  const pairs = words(instruction.rest).map((word) => /^([^=]+)=(.*)$/s.exec(word));
  const names = ['org.opencontainers.image.version', 'version'];
  const version = names
    .map((name) => pairs.find((pair) => pair?.[1] === name)?.[2])
    .find((value) => value !== undefined && value !== '' && !value.includes('$'));
  return version === undefined ? undefined : { version, line: lineIn(instruction, version) };
}

export const imageOf = (reference: string): string | undefined =>
  isKnown(reference) ? parseReference(reference)?.image : undefined;
