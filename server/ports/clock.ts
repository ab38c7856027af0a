/** The only source of the current time; a test moves it, production reads the machine's clock. */
export interface Clock {
  now(): Date;
}
