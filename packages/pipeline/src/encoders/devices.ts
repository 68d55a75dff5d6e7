import { CodedError } from '@alaas/core';
import { listSupportedBackends } from 'onnxruntime-node';

/** Execution provider of ONNX Runtime that an encoder runs on, by the name that it has there. */
export type Device = 'cpu' | (string & {});

/** Names that people know devices by. */
const ALIASES: Readonly<Record<string, string>> = { directml: 'dml' };

/**
 * Devices that this build of ONNX Runtime can run on, the processor first. Those of graphics cards
 * also need the card and its driver, which is seen only when an encoder is opened there.
 */
export function listDevices(): readonly Device[] {
  return listSupportedBackends().map(({ name }) => name);
}

/**
 * The device that a configuration names, in any case and with or without a number, as `CPU` or `cuda:0`.
 *
 * @throws CodedError `ENCODER_DEVICE_MISSING` where this build has no such device.
 */
export function deviceOf(text: string): Device {
  const name = text.toLowerCase().replace(/:\d+$/, '');
  const device = ALIASES[name] ?? name;
  if (listDevices().includes(device)) return device;
  throw missing(text, `ONNX Runtime has no device "${text}" here.`);
}

/** The error for a device on which a model does not open that opens on the processor. */
export function deviceFailed(device: Device, reason: string): CodedError {
  return missing(device, `The encoder cannot be opened on "${device}": ${reason}`);
}

function missing(device: string, message: string): CodedError {
  const available = listDevices();
  return new CodedError('ENCODER_DEVICE_MISSING', message, {
    field: 'encoder.device',
    value: device,
    available,
    remedy:
      `Use "cpu", or another of ${available.join(', ')} with its card and driver; ` +
      'CUDA also needs the libraries that onnxruntime-node installs with --onnxruntime-node-install=cuda12.',
  });
}
