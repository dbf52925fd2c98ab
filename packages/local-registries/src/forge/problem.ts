import { Refused, type Refusal } from '../server/refusal.ts';

/** What is wrong with one field, in GitHub's words. */
export interface FieldProblem {
  readonly resource: string;
  readonly code: 'missing' | 'missing_field' | 'invalid' | 'already_exists' | 'unprocessable' | 'custom';
  readonly field?: string;
  readonly message?: string;
  readonly value?: unknown;
}

/** A refusal with a status of its own, and what is wrong with the fields. */
export interface ForgeRefusal extends Refusal {
  readonly errors?: readonly (FieldProblem | string)[];
}

export class ForgeProblem extends Refused {
  override readonly refusal: ForgeRefusal;

  constructor(status: number, message: string, errors?: readonly (FieldProblem | string)[]) {
    super('invalid', message);
    this.refusal = { why: 'invalid', status, message, ...(errors === undefined ? {} : { errors }) };
  }
}

export const notFound = (): ForgeProblem => new ForgeProblem(404, 'Not Found');

/** What is well written, and cannot be. */
export const unprocessable = (...errors: readonly (FieldProblem | string)[]): ForgeProblem =>
  new ForgeProblem(422, 'Validation Failed', errors);

/** A body that does not have the form that the reference tells. */
export const badForm = (complaints: readonly string[]): ForgeProblem =>
  new ForgeProblem(422, `Invalid request.\n\n${complaints.join('\n')}`);

export const noReference = (): ForgeProblem => new ForgeProblem(422, 'Reference does not exist');
