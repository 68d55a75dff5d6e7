export { loadProjectConfig, type LoadedProject } from './services/config/load-project-config.js';
export { loadServeConfig, type ServeConfig } from './services/config/load-serve-config.js';
export { forecastFile, type ForecastAnswer, type ForecastRequest } from './services/forecast.js';
export { projectHome } from './services/config/project-home.js';
export { checkConfig, type ConfigCheck } from './services/config/check-config.js';
export type { ProjectLine } from './services/config/describe-project.js';
export { proposeProject, type ProjectProposal } from './services/config/propose-project.js';
export { writeProjectConfig, type ProjectLines } from './services/config/write-project-config.js';
export { examine } from './services/doctor/examine.js';
export type { CheckResult, Finding, Patient } from './services/doctor/finding.js';
export type { ConfigProblem } from './services/config/config-problem.js';
export { exportRun, type RunExport } from './services/run/export-run.js';
export { importLabels, type LabelImport } from './services/run/import-labels.js';
export { decideInProject, type RunDecisions } from './services/run/decide.js';
export type { Wish } from './services/run/agent/intervene-in-run.js';
export { runProject } from './services/run/run-project.js';
export { writeAtomically } from './services/outputs/write-atomically.js';
export type { RunAnswer } from './services/run/run-answer.js';
export type { RunEvent, RunMeans } from './services/run/run-event.js';
export { startWorker, type StartedWorker, type WorkerStart } from './workflows/start-worker.js';
export { startServer, type RunningServer, type ServerOptions } from './http/start-server.js';
export {
  openEmbedder,
  type EmbedderOptions,
  type OpenEmbedder,
} from './services/embed/open-embedder.js';
export {
  describeStrategies,
  describeStrategy,
  type OptionDescription,
  type StrategyDescription,
} from './services/strategies/describe-strategy.js';
export type { ArrayFiles } from './services/select/load-arrays.js';
export {
  selectFromFiles,
  type FileSelection,
  type FileSelectionRequest,
} from './services/select/select-from-files.js';
export { insideDataRoots } from './services/selections/data-roots.js';
export { toItemRefs } from './services/selections/item-refs.js';
export type { ItemEmbedder } from './services/selections/run-selection.js';
export { checkDatabase, type DatabaseCheck } from './storage/check-database.js';
export {
  openDatabase,
  type Database,
  type DatabaseOptions,
  type DatabasePlace,
} from './storage/database.js';
export { lockProject, type ProjectLock } from './storage/lock/lock-project.js';
export { openProjectStore } from './storage/open-project-store.js';
export type {
  LabelEntry,
  ProjectStore,
  RunEntry,
  SelectionEntry,
} from './storage/project-store.js';
export {
  simulateFiles,
  type SimulationAnswer,
  type SimulationRequest,
} from './services/simulate/simulate-files.js';
export {
  simulateAgentFiles,
  type AgentSimulationAnswer,
  type AgentSimulationRequest,
} from './services/simulate/simulate-agent-files.js';
export { planProject } from './services/plan/plan-project.js';
export type { ProjectPlan } from './services/plan/project-plan.js';
export { pocProject } from './services/poc/poc-project.js';
export type { PocReport } from './services/poc/poc-report.js';
