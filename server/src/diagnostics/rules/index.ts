/** All rules. Codes are stable: a retired code is never reused. */
import type { Rule } from '../rule';
import { absentFile } from './absent-file';
import { ambiguousName } from './ambiguous-name';
import { arrival } from './arrival';
import {
  accuracyBudget,
  batteryBudget,
  energyBudget,
  meanLatencyBudget,
  percentileLatencyBudget,
  powerBudget,
  resourceBudget,
  throughputBudget,
  unknownBudget,
  worstLatencyBudget,
} from './budget';
import { conflictingSettings } from './conflicting-settings';
import { deviceTooSmall, staticTooSmall } from './device-too-small';
import { duplicateBlock } from './duplicate-block';
import { duplicateName } from './duplicate-name';
import { duplicateSetting } from './duplicate-setting';
import { encoding } from './encoding';
import { exitInsideStage } from './exit-inside-stage';
import { exitOnCpu } from './exit-on-cpu';
import { exitPosition } from './exit-position';
import { exitWithoutRate } from './exit-without-rate';
import { exitWithoutWhen } from './exit-without-when';
import { importCycle } from './import-cycle';
import { importEncoding } from './import-encoding';
import { importMissing } from './import-missing';
import { importWithErrors } from './import-with-errors';
import { layerInNoStage } from './layer-in-no-stage';
import { layerInTwoStages } from './layer-in-two-stages';
import { modelMismatch } from './model-mismatch';
import { notForKind } from './not-for-kind';
import { layerNotExported, moduleNotExported, projectNotExported, scheduleNotExported } from './not-exported';
import { notModelled } from './not-modelled';
import { number } from './number';
import { operator } from './operator';
import { parallelism } from './parallelism';
import { pblockMissing, pblockNotModelled, pblockNotPlaced, pblockRules, pblockSyntax } from './pblock';
import { profileFault, profileOddity, rateDisagrees } from './profile';
import { ratesAboveOne } from './rates-above-one';
import { refusedFile } from './refused-file';
import { regionTooSmall } from './region-too-small';
import { shapeRules } from './shape';
import { slackNotMet } from './slack';
import { stageEmpty, stageGap, stageNetworks, stageReversed } from './stage-shape';
import { switchTimeline } from './switch-timeline';
import { missingText, unexpectedText, unknownWord, unreadableText } from './syntax';
import { unchosenNetwork } from './unchosen-network';
import { unit } from './unit';
import { doubtfulPart, unknownDevice } from './unknown-device';
import { unknownName } from './unknown-name';
import { unknownValue } from './unknown-value';
import { unreadLayer } from './unread-layer';
import { unusedRegion } from './unused-region';
import { calibrationFault } from './calibration';
import { clock } from './clock';
import { criterionAndLayer } from './criterion-and-layer';
import { confidenceLayer, exitClassCount, exitWithoutClasses } from './exit-classes';
import { exitInOwnRegion, exitInSharedRegion } from './exit-in-shared-region';
import { fusedType } from './fused-type';
import { invertedCriterion } from './inverted-criterion';
import { figureSubject, paperIncomplete, publishedBeside, publishedDiffers } from './published';
import { sleep } from './sleep';
import { switchOutputs, switchRates } from './switch-cases';
import { switchPlace } from './switch-place';
import { variant, variantShape } from './variant';
import { orderWeights } from './order-weights';
import { windowParallel } from './window-parallel';

export const rules: readonly Rule[] = [
  unexpectedText,
  missingText,
  unknownWord,
  unreadableText,
  encoding,
  unknownName,
  ambiguousName,
  duplicateName,
  duplicateBlock,
  duplicateSetting,
  unit,
  number,
  unknownValue,
  notForKind,
  conflictingSettings,
  importMissing,
  importEncoding,
  importCycle,
  unknownDevice,
  doubtfulPart,
  stageEmpty,
  stageGap,
  stageReversed,
  stageNetworks,
  layerInTwoStages,
  layerInNoStage,
  exitInsideStage,
  exitPosition,
  unusedRegion,
  figureSubject,
  paperIncomplete,
  unchosenNetwork,
  ...shapeRules,
  unreadLayer,
  parallelism,
  windowParallel,
  orderWeights,
  fusedType,
  regionTooSmall,
  deviceTooSmall,
  staticTooSmall,
  resourceBudget,
  notModelled,
  variant,
  variantShape,
  pblockSyntax,
  pblockMissing,
  pblockNotPlaced,
  pblockNotModelled,
  ...pblockRules,
  worstLatencyBudget,
  meanLatencyBudget,
  percentileLatencyBudget,
  throughputBudget,
  energyBudget,
  powerBudget,
  batteryBudget,
  unknownBudget,
  publishedDiffers,
  publishedBeside,
  sleep,
  arrival,
  switchTimeline,
  exitOnCpu,
  clock,
  ratesAboveOne,
  exitWithoutRate,
  exitWithoutWhen,
  profileFault,
  profileOddity,
  rateDisagrees,
  accuracyBudget,
  exitWithoutClasses,
  exitClassCount,
  criterionAndLayer,
  confidenceLayer,
  switchPlace,
  switchOutputs,
  switchRates,
  invertedCriterion,
  exitInSharedRegion,
  exitInOwnRegion,
  absentFile,
  refusedFile,
  calibrationFault,
  slackNotMet,
  operator,
  layerNotExported,
  moduleNotExported,
  scheduleNotExported,
  projectNotExported,
  modelMismatch,
  // Last, because it counts the others' findings in imported files.
  importWithErrors,
];
