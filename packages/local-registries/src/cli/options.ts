import { parseArgs } from 'node:util';
import { readFaults } from '../faults/read.ts';
import type { Login } from '../protocol.ts';
import { registryNames, type RegistryName } from '../protocols.ts';
import type { Options } from '../start.ts';
import { readPublishers } from '../trust/publisher.ts';
import { wordsOf } from '../words.ts';

export type Command =
  | { readonly is: 'start'; readonly options: Options; readonly setUp?: string }
  | { readonly is: 'help' }
  | { readonly is: 'wrong'; readonly problems: readonly string[] };

const known = {
  'keep-in': { type: 'string' },
  packages: { type: 'string' },
  upstream: { type: 'boolean' },
  private: { type: 'boolean' },
  login: { type: 'string' },
  faults: { type: 'string' },
  publishers: { type: 'string' },
  'set-up': { type: 'string' },
  host: { type: 'string' },
  'host-name': { type: 'string', multiple: true },
  port: { type: 'string', multiple: true },
  help: { type: 'boolean', short: 'h' },
} as const;

export const help = `local-registries [registry...] [options]

Starts registries on 127.0.0.1 and prints one line of JSON: addresses, tokens, and how to point each client there.
They run until the process ends. Registries: ${registryNames.join(', ')}; all, unless some are named.

  --keep-in <folder>      keep what is published; without, it is gone in the end
  --set-up <folder>       write the clients' configuration files there, and env.sh, which sets the variables that name them
  --packages <folder>     serve already fetched packages from there too
  --upstream              ask the public registries for what is not here
  --private               reading needs a token too
  --login <token|basic>   how the registry of images asks clients to log in
  --faults <json>         what goes wrong, such as '{"does":"lose-reply"}', or a list
  --publishers <json>     jobs that may publish without a token, such as '{"registry":"python","package":"a",
                          "repository":"owner/name","workflow":"release.yml"}', or a list
  --port <name>=<port>    instead of any free one; also admin=<port>
  --host <address>        where to listen; anything but loopback can be reached by others
  --host-name <name>      a further name under which clients may ask

Faults and requests of running registries: POST and GET /faults, GET /requests at the "admin" address with its token.
`;

/** Reads the command line, and tells everything that is wrong with it. */
export function readCommand(argv: readonly string[]): Command {
  let given;
  try {
    given = parseArgs({ args: [...argv], options: known, allowPositionals: true });
  } catch (error) {
    return { is: 'wrong', problems: [wordsOf(error)] };
  }
  const { values, positionals } = given;
  if (values.help === true) return { is: 'help' };
  const registries = positionals.filter(isRegistry);
  const strange = positionals.filter((name) => !isRegistry(name));
  const ports = (values.port ?? []).map(portOf);
  const faults = values.faults === undefined ? [] : faultsOf(values.faults);
  const publishers = values.publishers === undefined ? [] : publishersOf(values.publishers);
  const problems = [
    ...(isLogin(values.login) ? [] : [`--login ${values.login ?? ''} is none: it is token or basic.`]),
    ...strange.map((name) => `There is no registry called "${name}". There are ${registryNames.join(', ')}.`),
    ...ports.filter((port) => typeof port === 'string'),
    ...faults.filter((fault) => typeof fault === 'string'),
    ...publishers.filter((publisher) => typeof publisher === 'string'),
  ];
  if (problems.length > 0) return { is: 'wrong', problems };
  const setUp = values['set-up'];
  return {
    is: 'start',
    ...(setUp === undefined ? {} : { setUp }),
    options: {
      ...(registries.length === 0 ? {} : { registries }),
      ports: Object.fromEntries(ports.filter((port) => typeof port !== 'string')),
      faults: faults.filter((fault) => typeof fault !== 'string'),
      publishers: publishers.filter((publisher) => typeof publisher !== 'string'),
      upstream: values.upstream ?? false,
      isPrivate: values.private ?? false,
      hostNames: values['host-name'] ?? [],
      ...(isLogin(values.login) && values.login !== undefined ? { login: values.login } : {}),
      ...(values.host === undefined ? {} : { host: values.host }),
      ...(values['keep-in'] === undefined ? {} : { keepIn: values['keep-in'] }),
      ...(values.packages === undefined ? {} : { packages: values.packages }),
    },
  };
}

const isLogin = (text: string | undefined): text is Login | undefined =>
  text === undefined || text === 'token' || text === 'basic';

const isRegistry = (name: string): name is RegistryName => registryNames.some((one) => one === name);

function portOf(text: string): readonly [RegistryName | 'admin', number] | string {
  const [, name = '', port = ''] = /^([a-z]+)=(\d{1,5})$/.exec(text) ?? [];
  if ((isRegistry(name) || name === 'admin') && Number(port) < 65536) return [name, Number(port)];
  return `--port ${text} is none: write it as ${registryNames[0] ?? 'admin'}=4000.`;
}

function faultsOf(text: string) {
  try {
    const reading = readFaults(JSON.parse(text) as unknown, registryNames);
    return reading.ok ? reading.faults : reading.problems.map((problem) => `--faults: ${problem}.`);
  } catch (error) {
    return [`--faults is no JSON: ${wordsOf(error)}.`];
  }
}

function publishersOf(text: string) {
  try {
    const reading = readPublishers(JSON.parse(text) as unknown, registryNames);
    return reading.ok ? reading.publishers : reading.problems.map((problem) => `--publishers: ${problem}.`);
  } catch (error) {
    return [`--publishers is no JSON: ${wordsOf(error)}.`];
  }
}
