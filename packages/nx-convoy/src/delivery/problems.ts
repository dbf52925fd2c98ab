import type { Delivery } from '../model/delivery.ts';
import type { Problem } from '../model/problem.ts';
import type { Attempt } from './state.ts';

const error = (code: string, what: string, fix: string): Problem => ({ code, severity: 'error', what, fix });

const shown = ({ artifact, released }: Delivery): string => `${artifact.name} at ${released.registry.url}`;
const retry = ({ unit }: Delivery): string => `npx nx-convoy publish --units=${unit} --retry`;

export const otherBytes = (delivery: Delivery, told: string | undefined): Problem =>
  error(
    'OTHER_BYTES',
    `${shown(delivery)} is there with other content${told === undefined ? '' : ` (${told})`} than was made here (${delivery.artifact.digests[0] ?? ''}).`,
    `A version is published once: release ${delivery.unit} again with the next one: npx nx-convoy plan --projects=${delivery.unit} --specifier=patch`,
  );

export const deleted = (delivery: Delivery): Problem =>
  error(
    'VERSION_DELETED',
    `${shown(delivery)} was there and is deleted: the registry never takes ${delivery.released.version} again.`,
    `Release it with the next version: npx nx-convoy plan --projects=${delivery.unit} --specifier=patch`,
  );

export const notVisible = (delivery: Delivery): Problem =>
  error(
    'NOT_VISIBLE',
    `${shown(delivery)} was taken, and no client sees it yet.`,
    `Look again later; nothing is uploaded twice: npx nx-convoy publish --units=${delivery.unit}`,
  );

export const existsUnseen = (delivery: Delivery): Problem =>
  error(
    'EXISTS_UNSEEN',
    `${shown(delivery)}: the registry says that it has it, and does not show it.`,
    `Look again later: npx nx-convoy publish --units=${delivery.unit}`,
  );

export const publisherLives = (delivery: Delivery, { owner }: Attempt, isAlive: boolean | undefined): Problem =>
  isAlive === true
    ? error(
        'PUBLISHER_LIVES',
        `Process ${owner.pid} is still uploading ${shown(delivery)}.`,
        `Wait for it, or end it: kill ${owner.pid}; then npx nx-convoy publish --units=${delivery.unit}`,
      )
    : error(
        'PUBLISHER_ELSEWHERE',
        `Process ${owner.pid} on ${owner.host} began to upload ${shown(delivery)}, and nobody here can tell whether it still does.`,
        `See that it has ended, then: ${retry(delivery)}`,
      );

export const comparedInVain = (delivery: Delivery): Problem =>
  error(
    'CONTENT_UNKNOWN',
    `${shown(delivery)} is there, and what is in it could not be read.`,
    `Ask again: npx nx-convoy publish --units=${delivery.unit}`,
  );

export const decisionNeeded = (delivery: Delivery, problem: Problem | undefined): Problem =>
  error(
    'DECISION_NEEDED',
    `${shown(delivery)} was not published${problem === undefined ? ': its upload was interrupted' : `: ${problem.what}`} Nothing of it is there, and publish.retry asks for a decision.`,
    `Try it again: ${retry(delivery)}; or mend it and release the next version.`,
  );

export const waitedInVain = (delivery: Delivery, times: number, problem: Problem | undefined): Problem =>
  error(
    'PUT_OFF',
    `${shown(delivery)} was put off ${times} times${problem === undefined ? '.' : `: ${problem.what}`}`,
    `Go on later: npx nx-convoy publish --units=${delivery.unit}`,
  );
