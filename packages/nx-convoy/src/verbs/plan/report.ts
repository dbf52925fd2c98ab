import type { z } from 'zod';
import type { Plan } from '../../model/plan.ts';
import type { Planned } from '../../planning/plan.ts';
import { drawPlan } from './drawing.ts';
import { story } from './explain.ts';
import { markdown } from './markdown.ts';
import type { planOptions } from './options.ts';
import { table } from './table.ts';

export function report(
  plan: Plan,
  planned: Planned,
  options: z.infer<typeof planOptions>,
  width: number | undefined,
): string {
  if (options.explain !== undefined) return story(options.explain, plan, planned);
  switch (options.format) {
    case 'table':
      return table(plan, width);
    case 'json':
      return `${JSON.stringify(plan, undefined, 2)}\n`;
    case 'markdown':
      return markdown(plan);
    case 'mermaid':
    case 'dot':
      return drawPlan(plan, options.format);
  }
}
