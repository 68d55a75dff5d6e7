/** The flags of `alaas simulate` as commander hands them over. */
export interface SimulateFlags {
  readonly embeddings: string;
  readonly labels: string;
  readonly testEmbeddings: string;
  readonly testLabels: string;
  readonly budget: string;
  readonly seeds: string;
  readonly batch?: string;
  readonly poolSize?: string;
  readonly json?: true;
  readonly strategy?: string;
  readonly start?: string;
  readonly coldStart: string;
  readonly at?: string;
  readonly agent?: string;
  readonly arms?: string;
  readonly metric: string;
  readonly target?: string;
  readonly earlyStop: boolean;
  readonly givenHoldout?: string;
}

/** The four files of a simulation. */
export function filesOf(flags: SimulateFlags) {
  const { embeddings, labels, testEmbeddings, testLabels } = flags;
  return { embeddings, labels, testEmbeddings, testLabels };
}
