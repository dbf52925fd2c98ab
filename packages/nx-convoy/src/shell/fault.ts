/** The system's word for what went wrong: `ENOENT`. Asked of the shape, for an error of another realm is no `Error` of this one. */
export const faultOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
