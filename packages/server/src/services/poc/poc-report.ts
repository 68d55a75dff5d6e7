import type { AdvantageVerdict, DomainFitReport, LabellingCost, ProofVerdict } from '@alaas/core';

/** What a proof of concept found, in the form that `alaas poc --json` prints. */
export interface PocReport {
  readonly project: string;
  readonly metric: 'accuracy' | 'macro-f1';
  readonly verdict: ProofVerdict;
  /** The verdict and what it rests on, in plain words. */
  readonly summary: string;
  /** What speaks against, most weighty first, with what to do about it. */
  readonly reasons: DomainFitReport['reasons'];
  /** What to do, in order. */
  readonly nextSteps: readonly string[];
  readonly labels: PocLabels;
  readonly pool: {
    readonly items: number;
    readonly unlabelled: number;
    /** Items left out because another one has the same content. */
    readonly copies: number;
  };
  readonly domainFit: DomainFitReport;
  /** Items whose label contradicts the others. */
  readonly doubtfulItems: readonly { readonly item: string; readonly label: string }[];
  readonly race: PocRace;
  readonly forecast: PocForecast;
  readonly target: PocTarget | null;
  readonly savings: PocSavings;
  readonly notes: readonly string[];
  readonly outputs: { readonly report: string };
  readonly seconds: number;
}

/** The labels that a proof rests on. */
export interface PocLabels {
  /** Items with a known label. */
  readonly known: number;
  /** Those that were used: a random sample when there are more than 2,000. */
  readonly used: number;
  readonly perClass: readonly { readonly name: string; readonly labels: number }[];
}

/** Strategies raced on the labels that are there. */
export interface PocRace {
  readonly measuredOn: 'test-set' | 'random-holdouts';
  /** Different items measured on. */
  readonly holdoutItems: number;
  /** Labels that each replay could choose from. */
  readonly racedItems: number;
  /** Up to so many labels there was a choice, and strategies are compared. */
  readonly choiceLabels: number;
  /** Means over three seeds, with 95 % intervals. */
  readonly arms: readonly {
    readonly strategy: string;
    readonly points: readonly PocPoint[];
    /** Why it left the race; null where it ran to the end. */
    readonly failure: string | null;
  }[];
  readonly champion: string;
  readonly advantage: PocAdvantage;
}

/** Value after so many labels, with a 95 % interval. */
export interface PocPoint {
  readonly labels: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** The champion against random picks, paired on the same items. */
export interface PocAdvantage {
  readonly verdict: AdvantageVerdict;
  /** In plain words. */
  readonly text: string;
  /** Mean difference with its 95 % interval; null where there was nothing to compare. */
  readonly difference: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** What the planned labels will bring. */
export interface PocForecast {
  readonly text: string;
  readonly shape: 'ok' | 'unknown';
  readonly budget: PocForecastPoint;
  /** At each quarter of the budget. */
  readonly points: readonly PocForecastPoint[];
  /** From the last measured point to the budget. */
  readonly curve: readonly Omit<PocForecastPoint, 'cost'>[];
  /** How forecasts from the first points met the later ones; null without any. */
  readonly selfAssessment: {
    readonly forecasts: number;
    readonly coverage: number;
    readonly meanError: number;
  } | null;
  /** Factor by which bands were widened because this data is unlike that known. */
  readonly bandWidening: number;
}

/** A forecast with what so many labels cost. */
export interface PocForecastPoint {
  readonly labels: number;
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
  readonly cost: LabellingCost;
}

/** Labels to the target of the project. */
export interface PocTarget {
  readonly text: string;
  readonly target: number;
  readonly withinLabels: number;
  readonly p10: number | null;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly probabilityUnreachable: number;
}

/** What choosing actively will save against random picks, at the budget. */
export interface PocSavings {
  readonly text: string;
  /** `none`: active learning brings nothing here; `unknown`: the labels allow no comparison. */
  readonly kind: 'estimated' | 'none' | 'unknown';
  /** Labels, below 0 where random picks would do with fewer; null where more than `atMost`. */
  readonly p10: number | null;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly atMost: number;
  /** Of `p50`; empty without prices. */
  readonly cost: LabellingCost;
}
