/** Runs on the audio thread and hands what the microphone gives to the page, as it is. */

class Capture extends AudioWorkletProcessor {
  process(inputs) {
    const samples = inputs[0]?.[0];
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port has no origin
    if (samples) this.port.postMessage(samples.slice());
    return true;
  }
}

registerProcessor("capture", Capture);
