import type { RegistryRules } from '../../model/ecosystem.ts';

/**
 * Names of modules that Node has without `node:` before them, as validate-npm-package-name 7 lists them for npm (read on 2026-11-20). Not
 * those of the Node that runs this: the same commit has the same plan on each.
 */
const core = new Set(
  (
    'assert async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns domain events fs ' +
    'http http2 https inspector module net os path perf_hooks process punycode querystring readline repl stream ' +
    'string_decoder sys timers tls trace_events tty url util v8 vm wasi worker_threads zlib'
  ).split(' '),
);

/** What the registry of npm refuses for new packages: validate-npm-package-name's rules, its warnings included. */
export const registry: RegistryRules = {
  usual: 'npm',
  names: [
    {
      holds: /^(?:@[^\s/]+\/)?[^\s/]+$/,
      says: 'a name is one word, or a scope and one: @acme/ship',
    },
    { holds: /^[^A-Z]*$/, says: 'large letters were allowed once, and are not any more' },
    { holds: /^(?:@[^/]*\/(?!\.)|(?![-._@]))/, says: 'a name begins with neither ., - nor _' },
    { holds: /^(?:@[^/]*\/)?[^/~'!()*]*$/, says: "a name has none of ~ ' ! ( ) *" },
    {
      holds: {
        test: (name) =>
          name
            .replace(/^@/, '')
            .split('/')
            .every((part) => encodeURIComponent(part) === part),
      },
      says: 'a name has only letters, digits, -, . and _, which need no escape in an address',
    },
    { holds: /^.{1,214}$/s, says: 'a name has at most 214 letters' },
    { holds: /^(?!(?:node_modules|favicon\.ico)$)/i, says: 'the name is kept for npm itself' },
    { holds: { test: (name) => !core.has(name.toLowerCase()) }, says: 'the name is that of a module of Node' },
  ],
  versions: [{ holds: /^[^+]*$/, says: 'npm publishes it without what stands behind the +' }],
};
