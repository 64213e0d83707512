/** One sound at a time on the whole page, and ways to play a sound that is not kept yet. */

let sounding: HTMLAudioElement | null = null;
let address = "";

/** Play the sound at an address; what played before stops. */
export function hear(url: string): void {
  hush();
  sounding = new Audio(url);
  void sounding.play().catch(() => undefined);
}

/** Play a sound file that is only here. */
export function hearFile(file: BlobPart): void {
  hush();
  address = URL.createObjectURL(new Blob([file], { type: "audio/wav" }));
  sounding = new Audio(address);
  void sounding.play().catch(() => undefined);
}

/** Stop what plays. */
export function hush(): void {
  sounding?.pause();
  sounding = null;
  if (address) URL.revokeObjectURL(address);
  address = "";
}

/** Return the bytes of a base64 text. */
export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}
