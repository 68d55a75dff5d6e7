/** Whose agent is looked at: that of a live project, or of a run of the command line. */
export interface AgentScope {
  readonly of: 'projects' | 'runs';
  readonly id: string;
}
