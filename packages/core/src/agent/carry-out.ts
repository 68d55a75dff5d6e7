import { CodedError } from '../errors.js';
import type { AgentAction, AgentObservation } from './agent-messages.js';
import type { AgentState } from './agent-state.js';
import { observe } from './controller.js';

/** Whoever can do what an agent asks for: a simulation, a run, a service. */
export interface AgentWorld {
  /**
   * Does one thing, and says what came of it; undefined where it has to wait for people, so that the
   * state is kept and the agent goes on later.
   */
  act(action: AgentAction, state: AgentState): Promise<AgentObservation | undefined>;
  /** The state after what people want at this point (`intervene`). Absent: nobody interferes. */
  heed?(state: AgentState): AgentState;
}

/**
 * Lets the agent work until it delivers or has to wait; `onState` is waited for after each step.
 *
 * An arm whose strategy or head fails is dropped with the reason, and the others go on.
 *
 * @throws CodedError `CANCELLED`, `AGENT_NO_ARM_LEFT`, and what the world throws for other actions.
 */
export async function carryOut(
  state: AgentState,
  world: AgentWorld,
  onState: (state: AgentState) => unknown = () => {},
): Promise<AgentState> {
  const heed = (next: AgentState) => world.heed?.(next) ?? next;
  let present = heed(state);
  while (present.pending.kind !== 'deliver') {
    const observation = await attempt(present, world);
    if (observation === undefined) return present;
    present = heed(observe(present, observation));
    await onState(present);
  }
  return present;
}

async function attempt(
  state: AgentState,
  world: AgentWorld,
): Promise<AgentObservation | undefined> {
  const { pending } = state;
  try {
    return await world.act(pending, state);
  } catch (error) {
    const fails = error instanceof CodedError && error.code !== 'CANCELLED';
    if (!fails || pending.kind !== 'choose') throw error;
    return { kind: 'failed', arm: pending.arm, reason: error.message };
  }
}
