/** Energy in the report's JSON. */
import type { AmountJson, EnergyJson } from '../../base/protocol/energy';
import type { BaselineJson, ReportJson } from '../../base/protocol/report';
import type { Amount } from '../../energy/index';
import type { Analysis } from '../analysis';
import { type DutyCycle, notModelled } from '../figures/energy-figures';

/** @param isStreamed false leaves out what needs the stream, which takes longer to compute than an edit may wait */
export function energyJson(
  { energy }: Pick<Analysis, 'energy'>,
  isStreamed = true,
): Pick<ReportJson, 'energy'> {
  if (energy === undefined) return {};
  const { base, atLeast, alone } = energy;
  const stream = isStreamed ? energy.stream : undefined;
  const json: EnergyJson = {
    quantity: base.quantity,
    baseW: { ...amountJson(base.watts), source: base.source },
    ...(atLeast && { atLeast }),
    perInputJ: stream ? amountJson(stream.perInput) : null,
    everyNs: stream?.everyNs ?? null,
    ...(stream?.arrives && { arrives: true }),
    meanPowerW: stream ? amountJson(stream.power) : null,
    whileLoadingJ: stream ? amountJson(stream.whileLoading) : null,
    shares: stream ? { ...stream.shares } : null,
    decidedByTime: stream?.byTime ?? null,
    alone: {
      meanJ: amountJson(alone.mean),
      worstJ: amountJson(alone.worst),
      ways: alone.ways.map(({ name, rate, joules }) => ({ name, rate, joules: amountJson(joules) })),
    },
    ...(isStreamed && sleepJson(energy.duty)),
    notModelled: [...notModelled[base.quantity]],
  };
  return { energy: json };
}

export function rivalEnergyJson(joules: Amount | undefined): Pick<BaselineJson, 'energyJ'> {
  return joules === undefined ? {} : { energyJ: amountJson(joules) };
}

function sleepJson(duty: DutyCycle | undefined): Pick<EnergyJson, 'sleep'> {
  if (duty === undefined || duty.lacks !== undefined) return {};
  const { sleepW, wakeNs, wakeW, paysFromNs = null, perInput } = duty;
  return {
    sleep: { sleepW, wakeNs, wakeW, paysFromNs, perInputJ: perInput ? amountJson(perInput) : null },
  };
}

/** To nine digits: the rest would be the floating-point unit's. */
export function amountJson({ value, low, high }: Amount): AmountJson {
  const told = (each: number): number => Number(each.toPrecision(9));
  return { value: told(value), low: told(low), high: told(high) };
}
