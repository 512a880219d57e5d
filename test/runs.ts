/** True in `npm run test:laws`, which draws as many cases as a test asks for; `npm test` draws a fifth of them. */
export const isLong = process.env["LONG"] !== undefined;

/** Number of cases for a law that asks for so many. */
export function runs(asked: number): number {
  return isLong ? asked : Math.ceil(asked / 5);
}
