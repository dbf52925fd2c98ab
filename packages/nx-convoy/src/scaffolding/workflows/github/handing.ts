import { apart, expression, folder, run, use, type Step } from './step.ts';

/** Hands files on to other jobs of this run. */
export const leave = (name: string, path: string, days: number, rest: Partial<Step> = {}): Step =>
  use(
    `Hand on ${name}`,
    'actions/upload-artifact',
    { name, path, 'retention-days': days, 'if-no-files-found': 'error', 'include-hidden-files': true },
    rest,
  );

/** What a step may not have come to. */
export function leaveIfAny(name: string, path: string, days: number, rest: Partial<Step>): Step {
  const step = leave(name, path, days, rest);
  return { ...step, with: { ...step.with, 'if-no-files-found': 'ignore' } };
}

export const take = (name: string, path: string): Step =>
  use(`Take ${name}`, 'actions/download-artifact', { name, path });

/** Every bundle in a folder of its own. */
export const takeBundles: Step = use('Take the bundles', 'actions/download-artifact', {
  pattern: 'bundle-*',
  path: `${folder}/bundles`,
});

/** From the commit that the run began with to the one that is released: it is at the forge already, or it came along. */
export const takeUp: readonly Step[] = [
  take('plan', folder),
  run(
    'Check the release out',
    [
      apart,
      `if [ -f ${folder}/release.bundle ]; then`,
      `  git fetch --quiet --no-tags ${folder}/release.bundle '+refs/convoy/*:refs/convoy/*' '+refs/tags/*:refs/tags/*'`,
      'fi',
      'git checkout --quiet --detach "$COMMIT"',
    ],
    { env: { COMMIT: expression('needs.plan.outputs.commit') } },
  ),
];
