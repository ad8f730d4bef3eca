/** What the model sees: the service's own shape, sent as JSON text in the result of `takeObservation`. */
export interface Observation {
  readonly activeURL: string;
  readonly browserDimensions: {
    readonly windowWidth: number;
    readonly windowHeight: number;
    readonly scrollHeight: number;
    readonly scrollWidth: number;
    readonly scrollLeft: number;
    readonly scrollTop: number;
  };
  /** Element id → its box in CSS pixels of the viewport; `{}` unless the session is replayable. */
  readonly idToBboxMap: Readonly<Record<string, { x: number; y: number; width: number; height: number }>>;
  /** `data:image/jpeg;base64,…`, as many pixels as the viewport has CSS pixels. */
  readonly screenshotBase64: string;
  /** `''` unless the session is replayable. */
  readonly simplifiedDOM: string;
  /** Milliseconds since the epoch. */
  readonly timestamp_ms: number;
  readonly userAgent: string;
}
