/** The one live connection of this tab: topics in, test-call orders out; it comes back by itself. */

type Listener = (data: unknown, kind: string) => void;

interface Topic {
  listeners: Set<Listener>;
  after: number | undefined;
}

const FIRST_WAIT = 500;
const LONGEST_WAIT = 8000;

export class LiveSocket {
  #socket: WebSocket | null = null;
  readonly #topics = new Map<string, Topic>();
  #wait = FIRST_WAIT;
  #waiting: string[] = [];

  /** Hear a topic until the returned function is called. */
  listen(topic: string, listener: Listener): () => void {
    const known = this.#topics.get(topic) ?? { listeners: new Set<Listener>(), after: undefined };
    if (!this.#topics.has(topic)) {
      this.#topics.set(topic, known);
      this.#subscribe(topic);
    }
    known.listeners.add(listener);
    this.#connect();
    return () => {
      known.listeners.delete(listener);
      if (known.listeners.size > 0) return;
      this.#topics.delete(topic);
      if (this.#socket?.readyState === WebSocket.OPEN) this.#write({ op: "unsubscribe", topic });
    };
  }

  /** Send an order; before the connection stands it waits. */
  send(order: Record<string, unknown>): void {
    this.#connect();
    if (this.#socket?.readyState === WebSocket.OPEN) this.#write(order);
    else this.#waiting.push(JSON.stringify(order));
  }

  #write(order: Record<string, unknown>): void {
    this.#socket?.send(JSON.stringify(order));
  }

  #subscribe(topic: string): void {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    const after = this.#topics.get(topic)?.after;
    this.#write({ op: "subscribe", topic, ...(after === undefined ? {} : { after }) });
  }

  #connect(): void {
    if (this.#socket) return;
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/ws`);
    this.#socket = socket;
    socket.addEventListener("open", () => {
      this.#wait = FIRST_WAIT;
      for (const topic of this.#topics.keys()) this.#subscribe(topic);
      for (const order of this.#waiting.splice(0)) socket.send(order);
    });
    socket.addEventListener("message", (message) => this.#hear(String(message.data)));
    socket.addEventListener("close", () => this.#lost());
  }

  #hear(text: string): void {
    const frame = JSON.parse(text) as { topic?: string; n?: number; kind?: string; data?: unknown };
    const topic = this.#topics.get(frame.topic ?? "");
    if (!topic) return;
    topic.after = frame.n;
    for (const listener of topic.listeners) listener(frame.data, frame.kind ?? "events");
  }

  #lost(): void {
    this.#socket = null;
    this.#topics.get("testcall")?.listeners.forEach((listener) => listener(null, "lost"));
    const wait = this.#wait;
    this.#wait = Math.min(LONGEST_WAIT, wait * 2);
    setTimeout(() => {
      if (this.#topics.size > 0) this.#connect();
    }, wait);
  }
}

export const live = new LiveSocket();
