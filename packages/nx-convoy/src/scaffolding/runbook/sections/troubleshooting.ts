import type { Section } from '../situation.ts';
import { troubles } from '../troubles.ts';

export const troubleshooting: Section = {
  name: 'troubleshooting',
  lines: (situation) => [
    '## When something is told',
    '',
    'Each problem tells where, what, and a line to fix it. What is behind the code:',
    '',
    ...troubles
      .filter(({ concerns }) => concerns?.(situation) !== false)
      .map(({ code, means }) => `- \`${code}\`: ${means}.`),
  ],
};
