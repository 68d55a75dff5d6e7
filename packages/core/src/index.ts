export { CodedError, throwIfCancelled, type ErrorDetails } from './errors.js';
export {
  calibrate,
  calibrationError,
  type Calibration,
  type CalibrationTask,
} from './evaluation/calibration.js';
export { classRecalls, type ClassRecall } from './evaluation/class-recalls.js';
export { evaluate, type ClassFigures, type Evaluation } from './evaluation/evaluate.js';
export {
  bootstrapMacroF1,
  macroF1Error,
  wilsonInterval,
  type BootstrapError,
  type Interval,
} from './evaluation/intervals.js';
export { holdoutTwins, type HoldoutTwinsTask } from './evaluation/holdout-twins.js';
export { labelsSaved, type LabelsSaved, type ReachedValue } from './evaluation/labels-saved.js';
export { planHoldout, type HoldoutPlan } from './evaluation/plan-holdout.js';
export { randomCurve, type RandomCurveTask } from './evaluation/random-curve.js';
export { applyTemperature, fitTemperature } from './evaluation/temperature.js';
export {
  tightenedAccuracy,
  type AccuracyEstimate,
  type ConfidenceSample,
} from './evaluation/tightened-accuracy.js';
export { predictFromEmbeddings, type EmbeddingHead } from './head/embedding-head.js';
export {
  fitFeatureSpace,
  toFeatures,
  type FeatureSpace,
  type StandardisedSpace,
  type UnitCentredSpace,
} from './head/feature-space.js';
export {
  fitHead,
  predictedClasses,
  predictProbabilities,
  temperedHead,
  type Head,
  type HeadTask,
} from './head/head.js';
export { selectOpenRows, type PartlyLabelledPool } from './learning/select-open-rows.js';
export {
  checkCoverage,
  checkCrossEntropy,
  checkNearest,
  checkProduct,
  checkRowGains,
  TILE_SIDE,
  tileRanges,
  type ProductShape,
} from './numeric/kernel-shapes.js';
export type {
  CoverageRequest,
  CrossEntropy,
  CrossEntropyRequest,
  Kernels,
  MultiplyOptions,
  NearestPoints,
  NearestRequest,
  RowGainsRequest,
  SimilarityRequest,
  Tiles,
} from './numeric/kernels.js';
export { matrix, row, sliceRows, takeRows, type Matrix } from './numeric/matrix.js';
export { farthestFirst, type CoverTask } from './numeric/farthest-first.js';
export { herd, type HerdingTask } from './numeric/herd.js';
export { squaredNorms } from './numeric/distances.js';
export {
  nearestNeighbours,
  type Neighbours,
  type NeighbourTask,
} from './numeric/nearest-neighbours.js';
export { neighbourGraph, type GraphTask, type NeighbourGraph } from './numeric/neighbour-graph.js';
export { nearestName } from './numeric/nearest-name.js';
export { sampleIndices, seededRandom, type Random } from './numeric/random.js';
export { referenceKernels } from './numeric/reference-kernels.js';
export type { CurveCell, CurveFamily, NormalPrior } from './predictor/curve-family.js';
export { CURVE_FAMILIES } from './predictor/families/index.js';
export {
  fitCurve,
  type CurveFit,
  type Forecast,
  type GainForecast,
} from './predictor/fit-curve.js';
export type { LabelsToTarget } from './predictor/labels-to-target.js';
export type { LabelsNeeded } from './predictor/search-labels.js';
export type { FamilyWeight, FitOptions } from './predictor/fit-ensemble.js';
export type { CurveShape } from './predictor/judge-shape.js';
export { labellingCost, type LabelRates, type LabellingCost } from './predictor/labelling-cost.js';
export {
  METRICS,
  MOST_POINTS,
  type CurveOptions,
  type MeasuredPoint,
  type Metric,
} from './predictor/measured-points.js';
export {
  assessForecasts,
  type PastForecast,
  type SelfAssessment,
} from './predictor/rolling-origin.js';
export {
  settleForecasts,
  summariseRecord,
  type TrackedForecast,
  type TrackRecord,
  type TrackSummary,
} from './predictor/track-record.js';
export type { Band } from './predictor/weighted-values.js';
export { widenCurve } from './predictor/widened-curve.js';
export type { CurvePoint, LabelledData } from './simulation/open-project.js';
export {
  COLD_STARTS,
  nextBatchSize,
  type ColdStart,
  type Schedule,
} from './simulation/schedule.js';
export {
  simulate,
  type SimulatedCurve,
  type SimulationProgress,
  type SimulationTask,
} from './simulation/simulate.js';
export type {
  ChoiceOption,
  FlagOption,
  NumberOption,
  OptionSpec,
  OptionSpecs,
  OptionValues,
} from './strategies/contract/options.js';
export { INPUT_NAMES } from './strategies/contract/check-inputs.js';
export { checkOptions, describeOption } from './strategies/contract/check-options.js';
export {
  checkBatchCount,
  selectBatch,
  type BatchRequest,
} from './strategies/contract/select-batch.js';
export { STRATEGIES } from './strategies/index.js';
export { ALIASES, type StrategyAlias } from './strategies/registry/aliases.js';
export { aliasesOf, findStrategy } from './strategies/registry/find-strategy.js';
export { defineStrategy } from './strategies/contract/define-strategy.js';
export { badge } from './strategies/badge.js';
export { bait } from './strategies/bait.js';
export { bald } from './strategies/bald.js';
export { batchBald } from './strategies/batch-bald.js';
export { classBalanced } from './strategies/class-balanced.js';
export { clusterMargin } from './strategies/cluster-margin.js';
export { contrastive } from './strategies/contrastive.js';
export { dbal } from './strategies/dbal.js';
export { deepfool } from './strategies/deepfool.js';
export { densityWeighted } from './strategies/density-weighted.js';
export { direct } from './strategies/direct.js';
export { discriminative } from './strategies/discriminative.js';
export { dropquery } from './strategies/dropquery.js';
export { entropy } from './strategies/entropy.js';
export { epig } from './strategies/epig.js';
export { galaxy } from './strategies/galaxy.js';
export { kCenter } from './strategies/k-center.js';
export { kMeans } from './strategies/k-means.js';
export { leastConfidence } from './strategies/least-confidence.js';
export { margin } from './strategies/margin.js';
export { maxHerding } from './strategies/max-herding.js';
export { phaseSwitch } from './strategies/phase-switch.js';
export { probcover } from './strategies/probcover.js';
export { queryByCommittee } from './strategies/query-by-committee.js';
export { random } from './strategies/random.js';
export { ratio } from './strategies/ratio.js';
export { refine } from './strategies/refine.js';
export { similarTo } from './strategies/similar-to.js';
export { typiclust } from './strategies/typiclust.js';
export { uncertaintyHerding } from './strategies/uncertainty-herding.js';
export type {
  Approximation,
  InputName,
  QueryStrategy,
  SelectionContext,
  StrategyInputs,
} from './strategies/contract/strategy.js';
export type { AgentAction, AgentObservation, Buyer, TrainedArm } from './agent/agent-messages.js';
export { heedFit } from './agent/heed-fit.js';
export {
  AGENT_MODES,
  coldStartLabels,
  GAIN_THRESHOLD,
  type AgentHoldout,
  type AgentMode,
  type AgentSettings,
} from './agent/agent-settings.js';
export type {
  AgentForecast,
  AgentState,
  Arm,
  ArmPoint,
  Holdout,
  LedgerEntry,
} from './agent/agent-state.js';
export { curveOf, valueOf } from './agent/arm-curve.js';
export { carryOut, type AgentWorld } from './agent/carry-out.js';
export { observe, startAgent } from './agent/controller.js';
export type { Decision, DecisionKind, DecisionStatus } from './agent/decision.js';
export { AGENT_ARMS } from './agent/default-arms.js';
export { measureArm, type MeasuredArm } from './agent/measure-arm.js';
export { intervene, type Intervention } from './agent/interventions.js';
export { changePool, type GivenLabel, type PoolChange } from './agent/pool-changes.js';
export { classForecasts, type ClassForecast } from './agent/class-forecasts.js';
export { regretsOf, type Regret } from './agent/regrets.js';
export { rungsOf, type Rung, type RungArm } from './agent/rungs.js';
export { skewOf, type Skew } from './agent/skew.js';
export { measuredRows, remainingLabels, spentLabels, takenRows } from './agent/spending.js';
export { stateNotes } from './agent/state-notes.js';
export {
  simulateAgent,
  type AgentRun,
  type AgentSimulationTask,
} from './simulation/simulate-agent.js';
export { contradictingRows } from './domain-fit/contradicting-rows.js';
export { domainFit, type DomainFitReport } from './domain-fit/domain-fit.js';
export type { DomainFitTask, ForecastRecord, MeasuredShare } from './domain-fit/domain-fit-task.js';
export { poolFit, type PoolFitReport } from './domain-fit/pool-fit.js';
export { verdictOf, type Reason, type Verdict } from './domain-fit/verdict.js';
export type { ArmComparison } from './proof/compare-arms.js';
export {
  judgeProof,
  type AdvantageVerdict,
  type ProofJudgement,
  type ProofVerdict,
} from './proof/judge-proof.js';
export {
  proveConcept,
  type Proof,
  type ProofForecast,
  type ProofPart,
  type ProofTask,
} from './proof/prove-concept.js';
export type { RacedArm, RacedPoint } from './proof/raced-arm.js';
export type { KnownItems } from './proof/replay-race.js';
export type { ProofSavings } from './proof/saved-labels.js';
